import { DefinitionError, renderDefinition } from "../../../modules/batch-construct/orchestrator/asl";
import type { State, StateMachine } from "../../../modules/batch-construct/orchestrator/states";

const wait = (Next: string): State => ({ Type: "Wait", Seconds: 1, Next });
const end: State = { Type: "Succeed" };

function problems(machine: StateMachine): readonly string[] {
  try {
    renderDefinition(machine);
  } catch (error) {
    if (error instanceof DefinitionError) return error.problems;
    throw error;
  }
  return [];
}

test("a machine whose states lead to an end is rendered as it is", () => {
  const machine: StateMachine = { StartAt: "a", States: { a: wait("b"), b: end } };

  expect(JSON.parse(renderDefinition(machine))).toEqual(machine);
});

test("a start that is not there is named", () => {
  expect(problems({ StartAt: "x", States: { a: end } })).toContain("StartAt: there is no state x");
});

test("a way to a state that is not there is named with both", () => {
  expect(problems({ StartAt: "a", States: { a: wait("x") } })).toContain("a: there is no state x to go to");
});

test("an error's way is a way, too", () => {
  const task: State = {
    Type: "Task",
    Resource: "arn:aws:states:::sns:publish",
    Parameters: {},
    ResultPath: null,
    TimeoutSeconds: 1,
    Retry: [
      {
        ErrorEquals: ["States.ALL"],
        IntervalSeconds: 1,
        MaxAttempts: 1,
        BackoffRate: 2,
        MaxDelaySeconds: 2,
        JitterStrategy: "FULL",
      },
    ],
    Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: "$.failure", Next: "x" }],
    End: true,
  };

  expect(problems({ StartAt: "a", States: { a: task } })).toEqual(["a: there is no state x to go to"]);
});

test("a state that nothing leads to is named", () => {
  expect(problems({ StartAt: "a", States: { a: end, b: end } })).toEqual(["b: cannot be reached"]);
});

test("states that go round in a ring are named", () => {
  expect(problems({ StartAt: "a", States: { a: wait("b"), b: wait("a") } })).toEqual([
    "a: leads to no end",
    "b: leads to no end",
  ]);
});

test("a name that AWS would refuse is named", () => {
  const name = "n".repeat(81);

  expect(problems({ StartAt: name, States: { [name]: end } })).toEqual([`${name}: is longer than 80 characters`]);
});

test("the branches of a parallel state are checked as machines of their own", () => {
  const branch: StateMachine = { StartAt: "x", States: { x: end, y: end } };
  const machine: StateMachine = {
    StartAt: "a",
    States: { a: { Type: "Parallel", Branches: [branch], ResultPath: null, End: true } },
  };

  expect(problems(machine)).toEqual(["a: y: cannot be reached"]);
});
