/** Who hears of what fails on a deployed platform; to be called inside a `describe`. */
import { execFile } from "node:child_process";
import * as path from "node:path";
import { promisify } from "node:util";
import { appliedTo, clientEnvironment } from "../../emulator/shell-environment";
import { python } from "./python";
import type { EmbeddedAccount } from "./ssm";

const minutes = 60_000;
const execute = promisify(execFile);

interface Heard {
  readonly id: string;
  readonly messages: readonly string[];
}

interface Told extends Readonly<Record<"training_job" | "array_of_jobs" | "run_of_pipeline" | "glue_run", Heard>> {
  readonly undeliverable: {
    readonly run: string;
    readonly code: string;
    readonly rule: string;
    readonly event: Readonly<Record<string, unknown>>;
  };
}

/** When it was: the one thing that is not known before. */
const timeless = (text: string) => text.replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/, "<time>");

/**
 * @param account - of the deployed platform; known when the tests run
 * @param prefix - of the environment's names
 */
export function alertsTests(account: () => EmbeddedAccount, prefix: string): void {
  let told: Told;

  beforeAll(async () => {
    const script = path.join(__dirname, "alerts_client.py");
    const env = appliedTo(process.env, clientEnvironment(account(), process.env));
    const { stdout } = await execute(python, [script, prefix], { env });
    told = JSON.parse(stdout) as Told; // Cast: what the script prints.
  }, 4 * minutes);

  const heard = (what: Exclude<keyof Told, "undeliverable">) => told[what].messages.map(timeless);

  test("a training job that fails is told of in one sentence, whatever its reason says", () => {
    expect(heard("training_job")).toEqual([
      '"The training job no-data failed at <time> in the queue jenkins-pl-c5-fifo. ' +
        `Why, and what to do: npx dapf train why ${told.training_job.id} --env jenkins-pl"`,
    ]);
  });

  test("of an array of 100 jobs that all fail one message tells", () => {
    expect(heard("array_of_jobs")).toEqual([
      '"The job hundred failed at <time> in the queue cpu-job-queue. ' +
        `Why, and what to do: npx dapf jobs why ${told.array_of_jobs.id} --env jenkins-pl"`,
    ]);
  });

  test("so does one of a run of the pipeline", () => {
    expect(heard("run_of_pipeline")).toEqual([
      '"The run without-input of training ended with FAILED at <time>. ' +
        'Why, and what the next run will do: npx dapf runs why jenkins-pl without-input --context training"',
    ]);
  });

  test("so does one of a Glue run of the ETL", () => {
    const job = `${prefix}-analytics-etl-ingest-sales`;
    expect(heard("glue_run")).toEqual([
      `"The Glue job ${job} (ETL) ended with FAILED at <time>. ` +
        `Why: aws glue get-job-run --job-name ${job} --run-id ${told.glue_run.id} --region ap-south-1"`,
    ]);
  });

  test("an event that no sentence can tell of is a dead letter", () => {
    expect(told.undeliverable).toMatchObject({
      code: "INVALID_JSON",
      rule: expect.stringMatching(`:rule/${prefix}-alerts-etl-jobs$`),
      event: { source: "aws.glue", detail: { state: "FAILED", jobRunId: told.undeliverable.run } },
    });
  });
}
