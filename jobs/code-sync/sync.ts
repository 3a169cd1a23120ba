import { setTimeout as sleep } from "node:timers/promises";
import type { Environment } from "../../config/environment";
import type { RunContext } from "../runs/run-input";
import { readInputMap } from "../runs/start-run";
import { type DefinitionWithImage, definitionWith } from "./definition";
import { CodeChangedError, CodeSyncError } from "./errors";
import { valueSince, writeParameter, type WrittenParameter } from "./parameter-writes";
import { otherScripts, readScripts, uploadScripts } from "./scripts";
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
  readonly jobDefinition?: DefinitionWithImage;
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

/** Milliseconds until a parameter is looked at again whose answer is old. */
const PAUSE = 500;

/**
 * Uploads the team's two scripts of a context, and makes a job definition with the image the live one. What is there
 * already stays as it is: a second time nothing is done.
 *
 * No call of AWS changes scripts, revision and parameters as a whole, so that of two who do this at once each may leave a
 * part. Everybody looks at all of it after their last change: of a mixture at least the last one to change something knows.
 *
 * @param pause resolves when it is time to look again
 * @throws CodeSyncError, CodeChangedError, NoInputMapError, AwsCallError
 */
export async function syncCode(
  environment: Environment,
  { context, image, preprocessingImage }: CodeSyncRequest,
  services: CodeServices,
  pause: () => Promise<void> = () => sleep(PAUSE),
): Promise<CodeSyncResult> {
  checkImage("--image", image);
  checkImage("--preprocessing-image", preprocessingImage);
  const map = await readInputMap(environment, context, services);
  const { s3_bucket_name_internal: bucket } = map;
  if (typeof bucket !== "string") {
    throw new CodeSyncError(`the input map of ${environment.name} has no s3_bucket_name_internal: deploy it again`);
  }
  const files = readScripts(environment, context);
  const scripts = await uploadScripts(files, bucket, services);

  const written: WrittenParameter[] = [];
  const set = async (name: string, value: string) => {
    const parameter = `/${environment.prefix}-dapf-ssm/${context}/${name}`;
    written.push(await writeParameter(parameter, value, services));
  };
  if (preprocessingImage !== undefined) await set("ecr_preprocessing", preprocessingImage);
  let jobDefinition: DefinitionWithImage | undefined;
  if (image !== undefined) {
    jobDefinition = await definitionWith(environment, context, image, services);
    await set(`ecr_${context}`, image);
    // Last: a run that begins now finds everything that it needs.
    await set(`live_${context}_batch_job_definition`, jobDefinition.arn);
  }

  const differences = await otherScripts(files, bucket, services);
  for (const parameter of written) {
    const value = await valueSince(parameter, services, pause);
    if (value === parameter.value) continue;
    const definition = value?.startsWith("arn:") === true ? await services.jobDefinition(value) : undefined;
    const live = definition?.containerProperties?.image;
    // Somebody did the same at the same time: their revision has the image, too.
    if (value !== undefined && live !== undefined && live === image) jobDefinition = { arn: value, registered: false };
    else differences.push({ name: parameter.name, live: liveText(value, live) });
  }
  if (differences.length > 0) throw new CodeChangedError(environment.name, context, differences);
  const parameters = written.flatMap(({ name, changed }) => (changed ? [name] : []));
  return { scripts, ...(jobDefinition === undefined ? {} : { jobDefinition }), parameters };
}

function liveText(value: string | undefined, image: string | undefined): string {
  if (value === undefined) return "gone";
  return image === undefined ? value : `${value} with the image ${image}`;
}
