/** The life of the pipeline on a deployed platform, told in order; to be called inside a `describe`. */
import { jenkinsTests } from "./jenkins-tests";
import { pipelineFaultTests } from "./pipeline-fault-tests";
import { PipelineStory, ROWS, RUN_MS, toldOfRun } from "./pipeline-story";
import type { EmbeddedAccount } from "./ssm";

/**
 * @param account - of the deployed platform; known when the tests run
 * @param root - of the clone that it was deployed from
 */
export function pipelineTests(account: () => EmbeddedAccount, prefix: string, root: () => string): void {
  let story: PipelineStory;

  afterAll(() => story.end());

  beforeAll(async () => {
    story = await PipelineStory.begin(account(), prefix);
  });

  test(
    "without data that passed its checks the gatekeeper ends the run, and says what is missing",
    async () => {
      const { pipeline } = story;
      const { status, cause } = await pipeline.run("training");

      expect(status).toBe("FAILED");
      expect(cause).toMatch(/QueryError|DataQualityError/);
      expect(await story.told(1)).toEqual([toldOfRun("FAILED")]);
      expect(await story.completion()).toBe("default");
    },
    RUN_MS,
  );

  test(
    "an execution that is stopped by hand while it submits leaves no row with two jobs when the day is run again",
    async () => {
      const { pipeline } = story;
      await pipeline.runEtl();
      await pipeline.setLiveJobDefinition("training");
      const stopped = await pipeline.start("training");
      await pipeline.until(
        () => story.namesOfJobs(),
        (names) => names.length > 0,
      );
      await pipeline.stop(stopped);
      expect((await pipeline.ended(stopped)).status).toBe("ABORTED");
      expect(await story.told(1)).toEqual([toldOfRun("ABORTED")]);

      const { status, cause } = await pipeline.run("training");
      const names = await story.namesOfJobs();

      expect([status, cause]).toEqual(["SUCCEEDED", undefined]);
      expect(names).toHaveLength(ROWS);
      expect(new Set(names).size).toBe(ROWS);
    },
    2 * RUN_MS,
  );

  test(
    "a second run of the day repeats no job: nine finished rows, a summary and a model that waits for approval",
    async () => {
      const { pipeline } = story;
      const before = await story.namesOfJobs();
      const { status, executionArn } = await pipeline.run("training");
      const states = await pipeline.rows("training-state-table");
      const summary = await pipeline.object("training-shared", `training/evaluation_summary/${pipeline.day}.json`);

      expect(status).toBe("SUCCEEDED");
      expect(await pipeline.states(executionArn)).toEqual(
        expect.arrayContaining(["Gatekeeper", "Preprocessing", "Submit jobs", "Evaluation", "Clean up", "Succeeded"]),
      );
      expect(states.map(({ job_status }) => job_status)).toEqual(Array(ROWS).fill("SUCCEEDED"));
      expect(states.every(({ closed_at }) => closed_at !== undefined)).toBe(true);
      expect(await story.namesOfJobs()).toEqual(before);
      expect(summary.trim().split("\n")).toHaveLength(ROWS);
      expect(await story.completion()).toBe("default");
      expect(await story.messages()).toEqual([]);
    },
    RUN_MS,
  );

  test(
    "an approved model is what inferencing uses",
    async () => {
      const { pipeline } = story;
      await pipeline.approve();
      await pipeline.setLiveJobDefinition("inferencing");
      const { status, cause } = await pipeline.run("inferencing");
      const winner = await pipeline.parameter("training/winner_algorithm");
      const models = await pipeline.rows("inferencing-meta-table");

      expect([status, cause]).toEqual(["SUCCEEDED", undefined]);
      expect(await story.statuses("inferencing")).toEqual(
        ["brake_disc", "gearbox", "wiper_motor"].map((part) => `${part}/${winner} SUCCEEDED`),
      );
      expect(models.find(({ metaKey }) => metaKey === `gearbox/${winner}`)?.["s3_model"]).toBe(
        `s3://${prefix}-training-shared/training/${pipeline.day}/${winner}/gearbox/`,
      );
    },
    RUN_MS,
  );

  describe("when something goes wrong", () => {
    pipelineFaultTests(() => story);
  });

  describe("through Jenkins", () => {
    jenkinsTests(root, () => story.pipeline.day);
  });
}
