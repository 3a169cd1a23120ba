import validate from "asl-validator";
import { renderDefinition } from "../../../modules/batch-construct/orchestrator/asl";
import { defaultWaiting } from "../../../modules/batch-construct/orchestrator/waiting";
import { contexts, definition, state, task, tasks } from "./support";
import { walk } from "./walk";

describe.each(contexts)("the definition of %s", (context) => {
  const machine = definition(context);

  test("is valid for AWS", () => {
    const result = validate(JSON.parse(renderDefinition(machine)), { checkArn: true, checkPaths: true });

    expect(result.errors).toEqual([]);
    expect(result.isValid).toBe(true);
  });

  test("gives every task a timeout and retries with jitter", () => {
    for (const [, { TimeoutSeconds, Retry }] of tasks(machine)) {
      expect(TimeoutSeconds).toBeGreaterThan(0);
      expect(Retry.length).toBeGreaterThan(0);
      for (const retrier of Retry) expect(retrier).toMatchObject({ JitterStrategy: "FULL" });
    }
  });

  test("catches every error of every task", () => {
    for (const [, { Catch }] of tasks(machine)) {
      expect(Catch?.at(-1)).toMatchObject({ ErrorEquals: ["States.ALL"] });
    }
  });

  test("starts the jobs by the names that it is given", () => {
    const started = tasks(machine)
      .filter(([, { Resource }]) => Resource.endsWith(":glue:startJobRun.sync"))
      .map(([, { Parameters }]) => Parameters.JobName);

    expect(started).toEqual(["gatekeeper-job", "submit-job", "status-check-job", "evaluation-job", "clean-up-job"]);
  });

  test("waits for no job by a call that returns at once", () => {
    const resources = tasks(machine).map(([, { Resource }]) => Resource.replace("arn:aws:states:::", ""));

    expect(new Set(resources)).toEqual(
      new Set([
        "aws-sdk:ssm:getParameter",
        "glue:startJobRun.sync",
        "sagemaker:createProcessingJob.sync",
        "sns:publish",
      ]),
    );
  });

  test("gives the scripts arguments that are texts or paths", () => {
    for (const [, { Parameters }] of tasks(machine)) {
      for (const value of Object.values(Parameters.Arguments ?? {})) expect(typeof value).toBe("string");
    }
  });
});

test("a run that goes well takes every step once and succeeds", () => {
  expect(walk(definition())).toEqual([
    "Read live job definition",
    "Gatekeeper",
    "Read preprocessing image",
    "Preprocessing",
    "Submit jobs",
    "Begin to wait",
    "Wait briefly",
    "Check status",
    "Read completion status",
    "Have all jobs ended?",
    "Evaluation",
    "Clean up",
    "Did the run fail?",
    "Succeeded",
  ]);
});

const steps = [
  "Read live job definition",
  "Gatekeeper",
  "Read preprocessing image",
  "Preprocessing",
  "Submit jobs",
  "Check status",
  "Read completion status",
  "Evaluation",
];

test.each(steps)("when %s fails, clean-up runs, the team is told and the execution fails", (step) => {
  const way = walk(definition(), { failing: [step] });

  expect(way.slice(way.indexOf(step))).toEqual([step, "Clean up", "Did the run fail?", "Notify of failure", "Failed"]);
});

test("a failed clean-up does not make a good run fail", () => {
  const way = walk(definition(), { failing: ["Clean up"] });

  expect(way.slice(-4)).toEqual(["Clean up", "Notify of failed clean-up", "Did the run fail?", "Succeeded"]);
});

test("a good clean-up does not make a failed run succeed", () => {
  expect(walk(definition(), { failing: ["Gatekeeper"] }).at(-1)).toBe("Failed");
});

test("a failed clean-up does not make a failed run succeed", () => {
  expect(walk(definition(), { failing: ["Gatekeeper", "Clean up"] }).slice(-3)).toEqual([
    "Did the run fail?",
    "Notify of failure",
    "Failed",
  ]);
});

test.each([
  { failing: ["Gatekeeper", "Notify of failure"], end: "Failed" },
  { failing: ["Clean up", "Notify of failed clean-up"], end: "Succeeded" },
])("a notification that cannot be sent changes nothing: $failing", ({ failing, end }) => {
  expect(walk(definition(), { failing }).at(-1)).toBe(end);
});

test("the execution fails with the error and the cause of the step that failed", () => {
  expect(state(definition(), "Failed")).toEqual({
    Type: "Fail",
    ErrorPath: "$.failure.Error",
    CausePath: "$.failure.Cause",
  });
});

test("the notification says which execution failed, of which day, and why", () => {
  expect(task(definition(), "Notify of failure").Parameters).toMatchObject({
    "TopicArn.$": "$.sns_topic_arn",
    Message: {
      "execution.$": "$$.Execution.Id",
      "run_date.$": "States.Format('{}-{}-{}', $.year, $.month, $.day)",
      "error.$": "$.failure.Error",
      "cause.$": "$.failure.Cause",
    },
  });
});

test("the status is checked until all jobs have ended", () => {
  const way = walk(definition(), { completion: ["False", "False", "True"] });

  expect(way.filter((name) => name === "Check status")).toHaveLength(3);
  expect(way.at(-1)).toBe("Succeeded");
});

test("a parameter that says neither True nor False is no end", () => {
  const way = walk(definition(), { completion: ["default", "True"] });

  expect(way.filter((name) => name === "Check status")).toHaveLength(2);
});

test("after the first checks the pauses are longer", () => {
  const waiting = { shortSeconds: 1, shortChecks: 2, longSeconds: 60, maxChecks: 5 };
  const way = walk(definition("training", { waiting }), { completion: ["False", "False", "False", "True"] });

  expect(way.filter((name) => name.startsWith("Wait "))).toEqual([
    "Wait briefly",
    "Wait briefly",
    "Wait longer",
    "Wait longer",
  ]);
});

test("jobs that never end make the run fail", () => {
  const way = walk(definition(), { completion: ["False"] });

  expect(way.slice(-5)).toEqual(["Give up waiting", "Clean up", "Did the run fail?", "Notify of failure", "Failed"]);
  expect(way.filter((name) => name === "Check status")).toHaveLength(defaultWaiting.maxChecks);
});

test("the longest wait fits into the history of an execution", () => {
  // Events that a state leaves in the history, when it goes well: entered, exited, and those of its task.
  const events = { Task: 6, Choice: 2, Pass: 2, Wait: 2, Parallel: 4, Succeed: 1, Fail: 1 };
  const machine = definition();
  const way = walk(machine, { completion: ["False"] });

  expect(way.reduce((sum, name) => sum + events[state(machine, name).Type], 0)).toBeLessThan(25_000);
});

test("the name of a processing job fits for the longest prefix", () => {
  const prefix = "p".repeat(20);
  for (const context of contexts) {
    const { Parameters } = task(definition(context, { prefix }), "Preprocessing");
    const name = String(Parameters["ProcessingJobName.$"]).replace(
      /^States\.Format\('(.*)\{\}', States\.UUID\(\)\)$/,
      "$1",
    );

    // SageMaker: at most 63 characters; a UUID has 36.
    expect(name.length + 36).toBeLessThanOrEqual(63);
  }
});

test("the team's scripts get the arguments that they are given beside the input map", () => {
  const machine = definition("training", { scriptArguments: { "--s3_bucket_name_analytics_etl": "bucket" } });

  for (const name of ["Gatekeeper", "Evaluation"]) {
    expect(task(machine, name).Parameters.Arguments).toMatchObject({ "--s3_bucket_name_analytics_etl": "bucket" });
  }
  expect(task(machine, "Submit jobs").Parameters.Arguments).not.toHaveProperty("--s3_bucket_name_analytics_etl");
});
