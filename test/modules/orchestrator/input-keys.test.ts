import {
  checkInputKeys,
  inputKeysOf,
  MissingInputError,
} from "../../../modules/batch-construct/orchestrator/input-keys";
import type { PassState, StateMachine, Template } from "../../../modules/batch-construct/orchestrator/states";
import { describeReferenceData } from "../../support/reference-data";
import { contexts, definition } from "./support";

/** A machine of passes, one after the other. */
function chain(...passes: [ResultPath: `$.${string}`, Parameters: Template][]): StateMachine {
  const states = passes.map(([ResultPath, Parameters], index): [string, PassState] => {
    const next = index + 1 < passes.length ? { Next: `s${index + 1}` } : ({ End: true } as const);
    return [`s${index}`, { Type: "Pass", Parameters, ResultPath, ...next }];
  });
  return { StartAt: "s0", States: Object.fromEntries(states) };
}

const keys = (machine: StateMachine) => inputKeysOf(machine).map(({ key }) => key);

describe("the keys that a machine reads of its input", () => {
  test("are those of its paths", () => {
    expect(keys(chain(["$.x", { "a.$": "$.region", b: { "c.$": "$.deep.er" }, d: "$.text" }]))).toEqual([
      "region",
      "deep",
    ]);
  });

  test("are found in brackets and in intrinsic functions", () => {
    const parameters = { "a.$": "States.Format('{} $.text {}', $['in-brackets'], $.last)" };

    expect(keys(chain(["$.x", parameters]))).toEqual(["in-brackets", "last"]);
  });

  test("are not those of the context object", () => {
    expect(keys(chain(["$.x", { "a.$": "$$.Execution.Id", "b.$": "States.Format('{}', $$.Execution.Name)" }]))).toEqual(
      [],
    );
  });

  test("are not the results of earlier states", () => {
    expect(keys(chain(["$.x", { a: 1 }], ["$.y", { "b.$": "$.x.a" }]))).toEqual([]);
  });

  test("are results that are read before they are there", () => {
    expect(inputKeysOf(chain(["$.y", { "b.$": "$.x.a" }], ["$.x", { a: 1 }]))).toEqual([{ state: "s0", key: "x" }]);
  });

  test("are results that only one of two ways leaves", () => {
    const machine: StateMachine = {
      StartAt: "choose",
      States: {
        choose: {
          Type: "Choice",
          Choices: [{ Variable: "$.mode", StringEquals: "a", Next: "leave" }],
          Default: "read",
        },
        leave: { Type: "Pass", Parameters: { a: 1 }, ResultPath: "$.x", Next: "read" },
        read: { Type: "Pass", Parameters: { "b.$": "$.x.a" }, ResultPath: "$.y", End: true },
      },
    };

    expect(inputKeysOf(machine)).toEqual([
      { state: "choose", key: "mode" },
      { state: "read", key: "x" },
    ]);
  });

  test("are not those that a choice has found to be there", () => {
    const machine: StateMachine = {
      StartAt: "choose",
      States: {
        choose: {
          Type: "Choice",
          Choices: [{ Variable: "$.failure", IsPresent: true, Next: "fail" }],
          Default: "end",
        },
        fail: { Type: "Fail", ErrorPath: "$.failure.Error", CausePath: "$.failure.Cause" },
        end: { Type: "Succeed" },
      },
    };

    expect(keys(machine)).toEqual([]);
  });

  test("are those of a result that a failed state did not leave", () => {
    const machine = definition();
    const broken: StateMachine = {
      ...machine,
      States: {
        ...machine.States,
        // Also reached from the first step, before there is a job definition.
        Failed: { Type: "Fail", ErrorPath: "$.job_definition.arn", CausePath: "$.failure.Cause" },
      },
    };

    expect(inputKeysOf(broken)).toContainEqual({ state: "Failed", key: "job_definition" });
  });

  test("are those of the branches of a parallel state, too", () => {
    const machine: StateMachine = {
      StartAt: "both",
      States: {
        both: { Type: "Parallel", Branches: [chain(["$.x", { "a.$": "$.region" }])], ResultPath: null, End: true },
      },
    };

    expect(keys(machine)).toEqual(["region"]);
  });
});

describe.each(contexts)("the input map of %s", (context) => {
  const read = [...new Set(keys(definition(context)))];

  test("may have more keys than the machine reads", () => {
    expect(() => checkInputKeys("orchestrator", definition(context), [...read, "more"])).not.toThrow();
  });

  test.each(read.filter((key) => !["year", "month", "day"].includes(key)))("must have %s", (key) => {
    const rest = read.filter((other) => other !== key);

    expect(() => checkInputKeys("orchestrator", definition(context), rest)).toThrow(MissingInputError);
  });

  test("need not have the date, which a run adds", () => {
    const map = read.filter((key) => !["year", "month", "day"].includes(key));

    expect(() => checkInputKeys("orchestrator", definition(context), map)).not.toThrow();
  });
});

describeReferenceData("the input maps of the contract", (data) => {
  // The contract is ours to satisfy: the test is that its keys suffice.
  const contract = data.contract();

  test.each([
    ["training", contract.training_inputs],
    ["inferencing", contract.inference_inputs],
  ] as const)("have every key that %s reads", (context, map) => {
    expect(() => checkInputKeys("orchestrator", definition(context), Object.keys(map))).not.toThrow();
  });
});

test("the error names the machine, the state, the key and the nearest one", () => {
  const machine = chain(["$.x", { "a.$": "$.sns_topic" }]);

  expect(() => checkInputKeys("churn-orchestrator", machine, ["region", "sns_topic_arn"])).toThrow(
    'churn-orchestrator: state "s0" reads $.sns_topic, which its input map does not have (did you mean sns_topic_arn?)',
  );
});
