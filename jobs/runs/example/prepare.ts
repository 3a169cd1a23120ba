import type { Environment } from "../../../config/environment";
import { etlName } from "../../../config/names";
import { ExampleFailedError } from "../errors";
import type { RunContext } from "../run-input";
import { type Example, readExample } from "./example-file";
import type { ExampleServices } from "./services";

/** What was put in place for a first run. */
export type ExampleStep =
  | { readonly type: "job-definition"; readonly arn: string }
  | { readonly type: "deliveries"; readonly count: number; readonly date: string }
  | { readonly type: "etl-job"; readonly job: string }
  | { readonly type: "approval"; readonly modelPackageArn: string };

export interface PrepareOptions {
  readonly context: RunContext;
  /** `YYYY-MM-DD` */
  readonly date: string;
  readonly onStep: (step: ExampleStep) => void;
  /** Resolves when it is time to look again. */
  readonly pause: () => Promise<void>;
  /** Does work while nobody changes the code of the context. */
  readonly whileNoCodeSync: <T>(act: () => Promise<T>) => Promise<T>;
}

/** What SSM parameters say before anybody has written them (modules/batch-construct/parameters.ts). */
const UNSET = "default";
const LOOKS = 240;

/**
 * Puts in place what a run needs and an account holds that has been in use: checked data of the day, a live job
 * definition, and for inferencing an approved model. What is there stays as it is. Only for the embedded AWS. One at a
 * time: two would start the jobs of the ETL twice, and approve two models.
 *
 * @throws ConfigError, ExampleFailedError, AwsCallError
 */
export async function prepareExample(
  environment: Environment,
  options: PrepareOptions,
  services: ExampleServices,
): Promise<void> {
  const { context, date } = options;
  const example = readExample(environment.root, date);
  if (example !== undefined) await runEtl(environment, example, options, services);
  await options.whileNoCodeSync(() => makeDefinitionLive(environment, options, services));
  if (context === "inferencing") await approveModel(environment, options, services);
}

async function makeDefinitionLive(
  { prefix }: Environment,
  { context, onStep }: PrepareOptions,
  services: ExampleServices,
): Promise<void> {
  const parameter = `/${prefix}-dapf-ssm/${context}/live_${context}_batch_job_definition`;
  if ((await services.parameter(parameter)) !== UNSET) return;
  const arn = await services.latestJobDefinition(`${prefix}-dapf-batch-${context}-job-def`);
  if (arn === undefined) return;
  await services.putParameter(parameter, arn);
  onStep({ type: "job-definition", arn });
}

async function runEtl(
  { prefix }: Environment,
  { deliveries, jobs, results }: Example,
  { date, onStep, pause }: PrepareOptions,
  services: ExampleServices,
): Promise<void> {
  const bucket = `${prefix}-analytics-etl`;
  const there = await Promise.all(results.map((key) => services.hasObject(bucket, key)));
  if (there.every(Boolean)) return;
  for (const { key, file } of deliveries) await services.putObject(bucket, key, file);
  onStep({ type: "deliveries", count: deliveries.length, date });
  for (const group of jobs) {
    await Promise.all(
      group.map(async (key) => {
        const job = etlName(prefix, key);
        await ended(job, await started(job, date, pause, services), pause, services);
        onStep({ type: "etl-job", job });
      }),
    );
  }
}

/** A process that was killed leaves its runs behind: they are waited for. */
async function started(
  job: string,
  date: string,
  pause: () => Promise<void>,
  services: ExampleServices,
): Promise<string> {
  for (let look = 0; look < LOOKS; look += 1) {
    const id = await services.startGlueJob(job, { "--day": date });
    if (id !== undefined) return id;
    await pause();
  }
  throw new ExampleFailedError(job, "another run of it did not end");
}

async function ended(job: string, id: string, pause: () => Promise<void>, services: ExampleServices): Promise<void> {
  for (let look = 0; look < LOOKS; look += 1) {
    const { JobRunState: state = "STARTING", ErrorMessage: message } = await services.glueRun(job, id);
    if (state === "SUCCEEDED") return;
    if (!["STARTING", "RUNNING", "STOPPING", "WAITING"].includes(state)) {
      throw new ExampleFailedError(job, message ?? state);
    }
    await pause();
  }
  throw new ExampleFailedError(job, "it did not end");
}

async function approveModel(
  { prefix }: Environment,
  { onStep, pause }: PrepareOptions,
  services: ExampleServices,
): Promise<void> {
  const winner = `/${prefix}-dapf-ssm/training/winner_algorithm`;
  if ((await services.parameter(winner)) !== UNSET) return;
  const modelPackageArn = await services.pendingModel(`${prefix}-dapf-mpg`);
  // Without a trained model the gatekeeper says what to do.
  if (modelPackageArn === undefined) return;
  await services.approveModel(modelPackageArn);
  // The approval is an event; a function hears of it and writes the parameter.
  for (let look = 0; look < LOOKS && (await services.parameter(winner)) === UNSET; look += 1) await pause();
  onStep({ type: "approval", modelPackageArn });
}
