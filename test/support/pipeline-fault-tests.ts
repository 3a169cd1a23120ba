/** What a pipeline does when something goes wrong: how the execution ends, and what the tables and parameters say. */
import { simulate } from "../../emulator";
import { type PipelineStory, ROWS, RUN_MS, toldOfRun } from "./pipeline-story";

/** No role of the platform may touch it: the one denial of the story that is meant. */
export const FOREIGN_TABLE = "of-another-platform";

interface MappingFile {
  readonly mapping_json_data: {
    readonly Training: { failure_threshold_percent?: number; evaluation?: object; all_algorithms: string[] };
  };
}

/** @param story - of a platform that has had a good run of the day; known when the tests run */
export function pipelineFaultTests(story: () => PipelineStory): void {
  /** The example's mapping file with changes to its training. @returns the change of the input map that takes it */
  const withTraining = (changes: Partial<MappingFile["mapping_json_data"]["Training"]>): Promise<object> => {
    const file = JSON.parse(story().mapping) as MappingFile; // Cast: the example's own file.
    Object.assign(file.mapping_json_data.Training, changes);
    return story().ownMapping(JSON.stringify(file));
  };
  const unfinished = async () => (await story().statuses("training")).filter((row) => !row.endsWith("SUCCEEDED"));

  test(
    "an evaluation that raises fails the run with what it raised; what the jobs have done stays done",
    async () => {
      const { pipeline } = story();
      const changes = await withTraining({ evaluation: { metric: "f1", goal: "minimize" } });
      const { status, cause } = await pipeline.run("training", changes);
      const rows = await pipeline.rows("training-input-table");

      expect(status).toBe("FAILED");
      expect(cause).toMatch(/MetricError: s3:\/\/.*\/metrics\.json does not say what f1 is/);
      expect(await unfinished()).toEqual([]);
      expect(rows.filter(({ closed_at }) => closed_at === undefined)).toEqual([]);
      expect(await story().completion()).toBe("default");
      expect(await story().told(1)).toEqual([toldOfRun("FAILED")]);
    },
    RUN_MS,
  );

  test(
    "one failing job fails the run, which names the row and cleans up; the topic hears of the run, not of the job",
    async () => {
      const { pipeline } = story();
      const changes = await withTraining({ all_algorithms: ["lr", "rf", "svm"] });
      const set = { DAPF_EXIT_CODE: "1" };
      await simulate(pipeline.aws.endpoint, [{ match: { DAPF_MAPPING_ID: "gearbox/svm" }, set }]);
      const { status, cause, executionArn } = await pipeline.run("training", changes);

      expect(status).toBe("FAILED");
      expect(cause).toContain(`1 of ${ROWS} jobs failed (11.1 %, allowed 0 %): gearbox/svm`);
      expect(await pipeline.states(executionArn)).toEqual(expect.arrayContaining(["Clean up", "Failed"]));
      expect(await unfinished()).toEqual(["gearbox/svm FAILED"]);
      expect(await story().told(1)).toEqual([toldOfRun("FAILED")]);
      expect(await story().completion()).toBe("default");
    },
    RUN_MS,
  );

  test(
    "the same failure is allowed by a threshold of 20 per cent, and only the failed row runs again",
    async () => {
      const before = await story().namesOfJobs();
      const changes = await withTraining({ all_algorithms: ["lr", "rf", "svm"], failure_threshold_percent: 20 });
      const { status, cause } = await story().pipeline.run("training", changes);
      const added = (await story().namesOfJobs()).filter((name) => !before.includes(name));

      expect([status, cause]).toEqual(["SUCCEEDED", undefined]);
      expect(await unfinished()).toEqual(["gearbox/svm FAILED"]);
      expect(added).toEqual([expect.stringContaining("gearbox-svm")]);
    },
    RUN_MS,
  );

  test(
    "a mapping file that lacks a key fails the run before it touches a row",
    async () => {
      const before = await story().statuses("training");
      const changes = await story().ownMapping(story().mapping.replace('"all_algorithms"', '"algorithms"'));
      const { status, cause } = await story().pipeline.run("training", changes);

      expect(status).toBe("FAILED");
      expect(cause).toContain("mapping_json_data.Training.all_algorithms is missing");
      expect(await story().statuses("training")).toEqual(before);
      expect(await story().completion()).toBe("default");
      expect(await story().told(1)).toEqual([toldOfRun("FAILED")]);
    },
    RUN_MS,
  );

  test(
    "a table that is not of the platform fails the run, which names it; that clean-up fails, too, is told and changes nothing",
    async () => {
      const { pipeline } = story();
      const before = await story().statuses("training");
      const { status, cause, executionArn } = await pipeline.run("training", { train_inputtable_name: FOREIGN_TABLE });

      expect(status).toBe("FAILED");
      expect(cause).toMatch(
        new RegExp(`not authorized to perform: dynamodb:\\w+ on resource: \\S+table/${FOREIGN_TABLE}`),
      );
      expect(await pipeline.states(executionArn)).toEqual([
        "Read live job definition",
        "Gatekeeper",
        "Clean up",
        "Notify of failed clean-up",
        "Did the run fail?",
        "Failed",
      ]);
      expect((await story().told(2)).sort()).toEqual([
        toldOfRun("FAILED"),
        `${pipeline.prefix} training: clean-up failed`,
      ]);
      expect(await story().statuses("training")).toEqual(before);
      expect(await story().completion()).toBe("default");
    },
    RUN_MS,
  );

  test(
    "when the submit job is killed half-way the run fails and closes its rows; the next one gives each row one job",
    async () => {
      const { pipeline } = story();
      // More rows than are submitted between a look and the kill.
      const changes = await withTraining({ all_algorithms: ["cut1", "cut2", "cut3", "cut4"] });
      const names = async () => (await story().namesOfJobs()).filter((name) => name.includes("-cut"));
      const states = async () =>
        (await pipeline.rows("training-state-table")).filter(({ algorithm }) => algorithm?.startsWith("cut"));
      const killed = await pipeline.start("training", changes);
      await pipeline.until(names, (found) => found.length > 0);
      await pipeline.killGlueRun("training-submit-awsbatch-statetable");
      const { status, cause } = await pipeline.ended(killed);
      const closed = await story().statuses("training");
      const again = await pipeline.run("training", changes);
      const jobs = await states();
      const kept = jobs.filter(({ job_status }) => job_status !== "ABORTED").map(({ pk_mappingid }) => pk_mappingid);

      expect([status, cause]).toEqual(["FAILED", expect.stringContaining("rows without a Batch job")]);
      expect(closed.filter((row) => !/(ABORTED|SUCCEEDED)$/.test(row))).toEqual([]);
      expect(again.status).toBe("SUCCEEDED");
      expect(await unfinished()).toEqual([]);
      expect(kept).toHaveLength(12);
      expect(new Set(kept).size).toBe(12);
      expect(jobs.map(({ job_name }) => job_name).sort()).toEqual(await names());
    },
    2 * RUN_MS,
  );

  test(
    "a queue that is disabled fails the run; once it is enabled the day runs to its end, each row with one job",
    async () => {
      const { pipeline } = story();
      const changes = await withTraining({ all_algorithms: ["lr", "rf", "mlp"] });
      const names = async () => (await story().namesOfJobs()).filter((name) => name.includes("-mlp-"));
      await pipeline.setQueueState("training", "DISABLED");
      const { status, cause } = await pipeline.run("training", changes);
      const closed = (await story().statuses("training")).filter((row) => row.includes("/mlp"));
      const whileDisabled = await names();
      await pipeline.setQueueState("training", "ENABLED");
      const again = await pipeline.run("training", changes);

      expect([status, cause]).toEqual(["FAILED", expect.stringContaining("DISABLED")]);
      expect(closed).toEqual(["brake_disc", "gearbox", "wiper_motor"].map((part) => `${part}/mlp ABORTED`));
      expect(whileDisabled).toEqual([]);
      expect(again.status).toBe("SUCCEEDED");
      expect(await unfinished()).toEqual([]);
      expect(await names()).toHaveLength(3);
    },
    2 * RUN_MS,
  );
}
