import type { Kind, LedgerLine, ShownChange } from "./messages";
import { type Observed, problemsOf, type Run } from "./model";

/** What a test says about an operation; it is an approved deploy of dev that ended well unless it says otherwise. */
interface Given extends Partial<Omit<Observed, "operation" | "shown" | "synthesis">> {
  readonly id?: string;
  readonly kind?: Kind;
  readonly shown?: readonly ShownChange[];
  readonly details?: string;
  readonly values?: Readonly<Record<string, string>>;
}

const well = { error: undefined, texts: [] };
const change = (action: string, address = "one", tainted = false): ShownChange => ({ address, action, tainted });
const line = (action: "create" | "destroy", value = "v1", more: Partial<LedgerLine> = {}): LedgerLine => {
  return { operation: "op", environment: "dev", action, address: "one", value, ...more };
};
const before = { operation: "before" };

function operation({ id = "op", kind = "deploy", shown, details, values = { one: "v1" }, ...more }: Given): Observed {
  return {
    operation: { id, kind, environment: "dev", agreed: false, patient: true, details: details !== undefined },
    ...{ approved: true, refused: false, interrupts: 0, killed: false, end: well },
    shown: shown === undefined ? undefined : { changes: shown, details },
    synthesis: { operation: id, environment: "dev", values },
    ...more,
  };
}

/** @param held value of `one` in the state at the end; undefined when it is not there */
function problems(operations: Given[], ledger: LedgerLine[], held?: string, tainted = false): string[] {
  const state = new Map(held === undefined ? [] : [["one", { value: held, tainted }]]);
  const run: Run = { operations: operations.map(operation), ledger, states: new Map([["dev", state]]) };
  return problemsOf(run);
}

describe("nothing is wrong", () => {
  test.each<[string, Given, LedgerLine[], string | undefined]>([
    ["when what was shown is created", { shown: [change("create")] }, [line("create")], "v1"],
    [
      "when what was shown is replaced",
      { shown: [change("replace")], values: { one: "v2" } },
      [line("create", "v1", before), line("destroy", "v1"), line("create", "v2")],
      "v2",
    ],
    ["when a plan shows a change", { kind: "plan", shown: [change("create")], approved: false }, [], undefined],
    [
      "when a killed deploy goes on",
      { shown: [change("create")], killed: true, end: undefined },
      [line("create")],
      "v1",
    ],
    [
      "when a user says no",
      { shown: [change("create")], approved: false, refused: true, end: { error: "NotApprovedError", texts: ["No."] } },
      [],
      undefined,
    ],
  ])("%s", (_, given, ledger, held) => {
    expect(problems([given], ledger, held)).toEqual([]);
  });

  test("when what an interrupt has marred is replaced, of which only the creation is heard", () => {
    const interrupted = { error: "InterruptedError", texts: ["Interrupted."] };
    const first = { id: "first", shown: [change("create")], interrupts: 1, end: interrupted };
    const second = { shown: [change("replace", "one", true)] };
    expect(problems([first, second], [line("create", "v1", { operation: "first" }), line("create")], "v1")).toEqual([]);
  });
});

describe("something is wrong", () => {
  test.each<[string, Given, LedgerLine[], string | undefined, string]>([
    [
      "when something is done without a yes",
      { shown: [change("create")], approved: false },
      [line("create")],
      "v1",
      "to which nobody has agreed",
    ],
    [
      "when something else is done",
      { shown: [], killed: true, end: undefined },
      [line("create")],
      "v1",
      "what it had shown was no changes",
    ],
    [
      "when it is done in another environment",
      { shown: [change("create")], killed: true, end: undefined },
      [line("create", "v1", { environment: "prod" })],
      undefined,
      "in prod, but what it had shown",
    ],
    ["when another value is made", { shown: [change("create")] }, [line("create", "v9")], "v9", "its own code had v1"],
    ["when less is done", { shown: [change("create")] }, [], undefined, "and did nothing"],
    [
      "when a plan is that of other code",
      { kind: "plan", shown: [change("create", "two")], approved: false },
      [],
      undefined,
      "which its code does not plan",
    ],
    [
      "when the details are those of another plan",
      { kind: "plan", shown: [change("create")], details: '\n  # one will be created\n  "v9"', approved: false },
      [],
      undefined,
      "one is not as its code has it",
    ],
    ["when the state has lost something", { shown: [change("create")] }, [line("create")], undefined, "done was v1"],
    [
      "when something is made twice",
      { shown: [change("create")] },
      [line("create", "v1", before), line("create")],
      "v1",
      "where it was so already",
    ],
    [
      "when a plan fails because of others",
      { kind: "plan", approved: false, end: { error: "LockedError", texts: ["Locked."] } },
      [],
      undefined,
      "failed: LockedError",
    ],
    [
      "when a message holds a piece of JSON",
      { approved: false, refused: true, end: { error: "NotApprovedError", texts: ['{"@level":"info"'] } },
      [],
      undefined,
      "told its user",
    ],
  ])("%s", (_, given, ledger, held, expected) => {
    expect(problems([given], ledger, held)).toEqual([expect.stringContaining(expected)]);
  });
});
