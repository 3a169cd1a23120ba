import type { RunFacts } from "../../../../diagnosis/rules/run/run-facts";
import { runBatchJob } from "../../../../diagnosis/rules/run/run-batch-job";
import { runCourse } from "../../../../diagnosis/rules/run/run-course";
import { runEnded } from "../../../../diagnosis/rules/run/run-ended";
import { runState } from "../../../../diagnosis/rules/run/run-state";
import { describeRule, NOW } from "../../facts";

const FAILURE = { state: "Evaluate", error: "States.TaskFailed", cause: "no rows\nat line 3", log: [], jobs: [] };

function runOf(view: Partial<RunFacts["view"]> = {}, failure?: Partial<NonNullable<RunFacts["failure"]>>): RunFacts {
  return {
    environment: "dev",
    context: "training",
    view: {
      executionArn: "arn:aws:states:eu-west-1:123456789012:execution:machine:run-1",
      name: "run-1",
      status: failure === undefined ? "RUNNING" : "FAILED",
      startedAt: new Date(NOW - 30 * 60_000),
      states: [],
      jobs: {},
      ...view,
    },
    failure: failure && { ...FAILURE, ...failure },
    now: NOW,
  };
}

const STATES = [{ name: "Evaluate", enteredAt: new Date(NOW), glueRun: { job: "evaluation", id: "jr_1" } }];

describeRule(
  runEnded,
  {
    compliance: [
      ["it runs", runOf()],
      ["a state of it has failed", runOf({}, {})],
    ],
    noncompliance: [
      [
        "somebody has stopped it",
        runOf({ status: "ABORTED" }, { cause: "wrong month" }),
        "somebody has stopped it in state Evaluate: wrong month; its Batch jobs went on",
      ],
      [
        "it took too long",
        runOf({ status: "TIMED_OUT" }, {}),
        "it has run for longer than its state machine lets it in state Evaluate",
      ],
    ],
  },
  { verdict: "failed" },
);

describeRule(
  runBatchJob,
  {
    compliance: [
      ["it runs", runOf()],
      ["no Batch job has failed", runOf({}, {})],
    ],
    noncompliance: [
      [
        "two Batch jobs have failed",
        runOf(
          {},
          {
            jobs: [
              { id: "a", name: "train-a", reason: "exit code 3", lines: ["Traceback"] },
              { id: "b", name: "train-b", reason: "exit code 4", lines: [] },
            ],
          },
        ),
        "its Batch job train-a failed (and 1 others): exit code 3",
      ],
    ],
  },
  { verdict: "failed", lines: ["Traceback"] },
);

describeRule(
  runState,
  {
    compliance: [["it runs", runOf()]],
    noncompliance: [
      [
        "a Glue job has failed",
        runOf({ states: STATES }, {}),
        "state Evaluate, Glue job evaluation (run jr_1) failed: States.TaskFailed: no rows",
      ],
      [
        "it failed between two states",
        runOf({}, { state: undefined, cause: "" }),
        "it failed between two states: States.TaskFailed",
      ],
    ],
  },
  { verdict: "failed" },
);

describeRule(
  runCourse,
  {
    compliance: [["a state of it has failed", runOf({}, {})]],
    noncompliance: [
      [
        "it waits for jobs",
        runOf({ states: STATES, jobs: { RUNNING: 3 } }),
        "it has been running for 30 min, and is in state Evaluate; its Batch jobs: 3 RUNNING",
      ],
      ["it has succeeded", runOf({ status: "SUCCEEDED", endedAt: new Date(NOW) }), "it succeeded after 30 min"],
    ],
  },
  { verdict: "fine" },
);
