import * as fs from "node:fs";
import * as path from "node:path";
import type { JobDefinition } from "@aws-sdk/client-batch";
import type { Environment } from "../../config/environment";
import type { RunContext } from "../runs/run-input";
import { readInputMap } from "../runs/start-run";
import { CodeSyncError } from "./errors";
import type { CodeServices } from "./services";

/** What to put in place. */
export interface CodeSyncRequest {
  readonly context: RunContext;
  /** Address of the image of the Batch jobs; only the scripts when undefined. */
  readonly image?: string | undefined;
  /** Address of the image that prepares the data; it stays as it is when undefined. */
  readonly preprocessingImage?: string | undefined;
}

/** What there is afterwards, and what of it is new. */
export interface CodeSyncResult {
  readonly scripts: readonly { readonly key: string; readonly uploaded: boolean }[];
  /** The job definition that runs submit; undefined without an image. */
  readonly jobDefinition?: { readonly arn: string; readonly registered: boolean };
  /** Names of the parameters that have got another value. */
  readonly parameters: readonly string[];
}

// Docker's reference grammar, without what nobody writes: host[:port]/path[:tag][@digest].
const IMAGE = /^[\w.-]+(:\d+)?(\/[a-z\d._-]+)*(:[\w.-]{1,128})?(@sha256:[\da-f]{64})?$/;

/** @throws CodeSyncError when it is no address of an image */
export function checkImage(option: string, image: string | undefined): void {
  if (image === undefined || IMAGE.test(image)) return;
  const example = "123456789012.dkr.ecr.ap-south-1.amazonaws.com/team/training:1.4";
  throw new CodeSyncError(`${option} takes the address of an image, such as ${example}; found: ${image}`);
}

/**
 * Uploads the team's two scripts of a context, and makes a job definition with the image the live one. What is there
 * already stays as it is: a second time nothing is done.
 *
 * @throws CodeSyncError, NoInputMapError, AwsServiceError
 */
export async function syncCode(
  environment: Environment,
  { context, image, preprocessingImage }: CodeSyncRequest,
  services: CodeServices,
): Promise<CodeSyncResult> {
  checkImage("--image", image);
  checkImage("--preprocessing-image", preprocessingImage);
  const map = await readInputMap(environment, context, services);
  const { s3_bucket_name_internal: bucket } = map;
  if (typeof bucket !== "string") {
    throw new CodeSyncError(`the input map of ${environment.name} has no s3_bucket_name_internal: deploy it again`);
  }
  const scripts = await uploadScripts(environment, context, bucket, services);

  const parameters: string[] = [];
  const set = async (name: string, value: string) => {
    const parameter = `/${environment.prefix}-dapf-ssm/${context}/${name}`;
    if ((await services.parameter(parameter)) === value) return;
    await services.putParameter(parameter, value);
    parameters.push(parameter);
  };
  if (preprocessingImage !== undefined) await set("ecr_preprocessing", preprocessingImage);
  if (image === undefined) return { scripts, parameters };
  const jobDefinition = await definitionWith(environment, context, image, services);
  await set(`ecr_${context}`, image);
  // Last: a run that begins now finds everything that it needs.
  await set(`live_${context}_batch_job_definition`, jobDefinition.arn);
  return { scripts, jobDefinition, parameters };
}

async function uploadScripts(
  { root, file, settings }: Environment,
  context: RunContext,
  bucket: string,
  services: CodeServices,
): Promise<CodeSyncResult["scripts"]> {
  const settingsOf = settings[context];
  const paths = new Set([settingsOf.gatekeeper_job_params.path, settingsOf.evaluation_job_params.path]);
  const found = [...paths].map((name) => {
    const script = path.join(root, name);
    if (!fs.existsSync(script)) throw new CodeSyncError(`${file} names the script ${name}, which does not exist`);
    // modules/batch-construct/scripts.ts: where the Glue jobs look for it.
    return { key: `src/python/${context}/${path.basename(name)}`, content: fs.readFileSync(script) };
  });
  const scripts: { key: string; uploaded: boolean }[] = [];
  for (const { key, content } of found) {
    const there = await services.object(bucket, key);
    const uploaded = there === undefined || !content.equals(there);
    if (uploaded) await services.putObject(bucket, key, content);
    scripts.push({ key, uploaded });
  }
  return scripts;
}

async function definitionWith(
  { name: environment, prefix }: Environment,
  context: RunContext,
  image: string,
  services: CodeServices,
): Promise<{ arn: string; registered: boolean }> {
  const name = `${prefix}-dapf-batch-${context}-job-def`;
  const latest = await services.latestJobDefinition(name);
  if (latest?.containerProperties === undefined || latest.jobDefinitionArn === undefined) {
    throw new CodeSyncError(`${environment} has no job definition ${name} for containers: deploy it first`);
  }
  if (latest.containerProperties.image === image) return { arn: latest.jobDefinitionArn, registered: false };
  const containerProperties = { ...latest.containerProperties, image };
  const arn = await services.registerJobDefinition({ ...requestOf(name, latest), containerProperties });
  return { arn, registered: true };
}

/** A request for a further revision that differs from the latest one in nothing. */
function requestOf(jobDefinitionName: string, latest: JobDefinition) {
  const { parameters, retryStrategy, timeout, schedulingPriority, platformCapabilities, propagateTags, tags } = latest;
  return {
    jobDefinitionName,
    type: "container" as const,
    parameters,
    retryStrategy,
    timeout,
    schedulingPriority,
    platformCapabilities,
    propagateTags,
    tags,
  };
}
