/** The life of the pipeline on a deployed platform, told in order; to be called inside a `describe`. */
import { simulate } from "../../emulator";
import { jenkinsTests } from "./jenkins-tests";
import { PipelineDriver } from "./pipeline-driver";
import type { EmbeddedAccount } from "./ssm";

const RUN_MS = 120_000;
const mappingKey = "mapping_json/mapping_json.json";
/** What Terraform has put into S3 stays as it is, its tags included. */
const ownMappingKey = "mapping_json/of-this-test.json";
const rows = 9;

/**
 * @param account - of the deployed platform; known when the tests run
 * @param root - of the clone that it was deployed from
 */
export function pipelineTests(account: () => EmbeddedAccount, prefix: string, root: () => string): void {
  let pipeline: PipelineDriver;
  let messages: Awaited<ReturnType<PipelineDriver["listen"]>>;
  let mapping: string;

  afterAll(async () => {
    await simulate(pipeline.aws.endpoint, []);
    await pipeline.removeTraces();
  });

  beforeAll(async () => {
    pipeline = new PipelineDriver(account(), prefix);
    messages = await pipeline.listen();
    mapping = await pipeline.object("training-internal", mappingKey);
  });

  const withOwnMapping = { mapping_json_S3_path: `s3://${prefix}-training-internal/${ownMappingKey}` };
  const statuses = async (context: string) => {
    const found = await pipeline.rows(`${context}-input-table`);
    return found.map(({ pk_mappingid, job_status }) => `${pk_mappingid} ${job_status}`).sort();
  };
  const namesOfJobs = async () => (await pipeline.jobNames("training")).sort();

  test(
    "without data that passed its checks the gatekeeper ends the run, and says what is missing",
    async () => {
      const { status, cause } = await pipeline.run("training");

      expect(status).toBe("FAILED");
      expect(cause).toMatch(/QueryError|DataQualityError/);
      expect(await messages()).toMatchObject([{ Subject: `${prefix} training: run failed` }]);
      expect(await pipeline.parameter("training/training_complete_status")).toBe("default");
    },
    RUN_MS,
  );

  test(
    "an execution that is stopped by hand while it submits leaves no row with two jobs when the day is run again",
    async () => {
      await pipeline.runEtl();
      await pipeline.setLiveJobDefinition("training");
      const stopped = await pipeline.start("training");
      await pipeline.until(namesOfJobs, (names) => names.length > 0);
      await pipeline.stop(stopped);
      expect((await pipeline.ended(stopped)).status).toBe("ABORTED");

      const { status, cause } = await pipeline.run("training");
      const names = await namesOfJobs();

      expect([status, cause]).toEqual(["SUCCEEDED", undefined]);
      expect(names).toHaveLength(rows);
      expect(new Set(names).size).toBe(rows);
    },
    2 * RUN_MS,
  );

  test(
    "a training run leaves nine finished rows, a summary and a model that waits for approval",
    async () => {
      const { status, executionArn } = await pipeline.run("training");
      const states = await pipeline.rows("training-state-table");
      const summary = await pipeline.object("training-shared", `training/evaluation_summary/${pipeline.day}.json`);

      expect(status).toBe("SUCCEEDED");
      expect(await pipeline.states(executionArn)).toEqual(
        expect.arrayContaining(["Gatekeeper", "Preprocessing", "Submit jobs", "Evaluation", "Clean up", "Succeeded"]),
      );
      expect(states.map(({ job_status }) => job_status)).toEqual(Array(rows).fill("SUCCEEDED"));
      expect(states.every(({ closed_at }) => closed_at !== undefined)).toBe(true);
      expect(summary.trim().split("\n")).toHaveLength(rows);
      expect(await pipeline.parameter("training/training_complete_status")).toBe("default");
      expect(await messages()).toEqual([]);
    },
    RUN_MS,
  );

  test(
    "an approved model is what inferencing uses",
    async () => {
      await pipeline.approve();
      await pipeline.setLiveJobDefinition("inferencing");
      const { status, cause } = await pipeline.run("inferencing");
      const winner = await pipeline.parameter("training/winner_algorithm");
      const models = await pipeline.rows("inferencing-meta-table");

      expect([status, cause]).toEqual(["SUCCEEDED", undefined]);
      expect(await statuses("inferencing")).toEqual(
        ["brake_disc", "gearbox", "wiper_motor"].map((part) => `${part}/${winner} SUCCEEDED`),
      );
      expect(models.find(({ metaKey }) => metaKey === `gearbox/${winner}`)?.["s3_model"]).toBe(
        `s3://${prefix}-training-shared/training/${pipeline.day}/${winner}/gearbox/`,
      );
    },
    RUN_MS,
  );

  test(
    "one failing job fails the run, which names the row, cleans up and tells the topic",
    async () => {
      await pipeline.putObject("training-internal", ownMappingKey, mapping.replace('"xgb"', '"svm"'));
      await simulate(pipeline.aws.endpoint, [
        { match: { DAPF_MAPPING_ID: "gearbox/svm" }, set: { DAPF_EXIT_CODE: "1" } },
      ]);
      const { status, cause, executionArn } = await pipeline.run("training", withOwnMapping);
      const [message, ...more] = await messages();

      expect(status).toBe("FAILED");
      expect(cause).toContain("1 of 9 jobs failed (11.1 %, allowed 0 %): gearbox/svm");
      expect(await pipeline.states(executionArn)).toEqual(expect.arrayContaining(["Clean up", "Notify of failure"]));
      expect((await statuses("training")).filter((row) => !row.endsWith("SUCCEEDED"))).toEqual(["gearbox/svm FAILED"]);
      expect(message?.Message).toContain("gearbox/svm");
      expect(more).toEqual([]);
      expect(await pipeline.parameter("training/training_complete_status")).toBe("default");
    },
    RUN_MS,
  );

  test(
    "the same failure is allowed by a threshold of 20 per cent, and only the failed row runs again",
    async () => {
      const before = await namesOfJobs();
      const lenient = JSON.parse(await pipeline.object("training-internal", ownMappingKey)) as MappingFile;
      lenient.mapping_json_data.Training.failure_threshold_percent = 20;
      await pipeline.putObject("training-internal", ownMappingKey, JSON.stringify(lenient));
      const { status, cause } = await pipeline.run("training", withOwnMapping);
      const added = (await namesOfJobs()).filter((name) => !before.includes(name));

      expect([status, cause]).toEqual(["SUCCEEDED", undefined]);
      expect((await statuses("training")).filter((row) => !row.endsWith("SUCCEEDED"))).toEqual(["gearbox/svm FAILED"]);
      expect(added).toEqual([expect.stringContaining("gearbox-svm")]);
    },
    RUN_MS,
  );

  test(
    "a mapping file that lacks a key fails the run before it touches a row",
    async () => {
      const before = await statuses("training");
      await pipeline.putObject("training-internal", ownMappingKey, mapping.replace('"all_algorithms"', '"algorithms"'));
      const { status, cause } = await pipeline.run("training", withOwnMapping);

      expect(status).toBe("FAILED");
      expect(cause).toContain("mapping_json_data.Training.all_algorithms is missing");
      expect(await statuses("training")).toEqual(before);
      expect(await pipeline.parameter("training/training_complete_status")).toBe("default");
    },
    RUN_MS,
  );

  test(
    "a queue that is disabled fails the run; once it is enabled the day runs to its end, each row with one job",
    async () => {
      await pipeline.putObject("training-internal", ownMappingKey, mapping.replace('"xgb"', '"mlp"'));
      await pipeline.setQueueState("training", "DISABLED");
      const { status, cause } = await pipeline.run("training", withOwnMapping);
      const closed = (await statuses("training")).filter((row) => row.includes("/mlp"));
      const whileDisabled = (await namesOfJobs()).filter((name) => name.includes("-mlp-"));
      await pipeline.setQueueState("training", "ENABLED");
      const again = await pipeline.run("training", withOwnMapping);
      const names = (await namesOfJobs()).filter((name) => name.includes("-mlp-"));

      expect([status, cause]).toEqual(["FAILED", expect.stringContaining("DISABLED")]);
      expect(closed.filter((row) => row.endsWith("SUCCEEDED"))).toEqual([]);
      expect(whileDisabled).toEqual([]);
      expect(again.status).toBe("SUCCEEDED");
      expect((await statuses("training")).every((row) => row.endsWith("SUCCEEDED"))).toBe(true);
      expect(names).toHaveLength(3);
    },
    2 * RUN_MS,
  );

  describe("through Jenkins", () => {
    jenkinsTests(root);
  });
}

interface MappingFile {
  readonly mapping_json_data: { readonly Training: { failure_threshold_percent?: number } };
}
