import { compare, type Outcome, type Run } from "./compare";
import { isMeant, readKnown } from "./known";
import { isAsListed, report } from "./report";

const outcomes = (of: Readonly<Record<string, Outcome["outcome"]>>): Outcome[] =>
  Object.entries(of).map(([test, outcome]) => ({ test, outcome, reason: `${test} ${outcome}`, seconds: 1 }));
const run = (plain: Readonly<Record<string, Outcome["outcome"]>>, embedded: typeof plain): Run => ({
  service: "ferry",
  folders: ["test_ferry"],
  plain: outcomes(plain),
  embedded: outcomes(embedded),
});
const known = (...tests: string[]) => [{ why: "Ferries have rails.", page: "Ferry Guide, Rails", tests }];
const [A, B, C, D] = ["a", "b", "c", "d"].map((name) => `test_ferry/test_one.py::test_${name}`) as [
  string,
  string,
  string,
  string,
];

describe("comparing what became of moto's tests", () => {
  it("counts which tests pass where", () => {
    const { counts } = compare(
      [
        run(
          { [A]: "passed", [B]: "passed", [C]: "failed", [D]: "skipped" },
          { [A]: "passed", [B]: "failed", [C]: "passed", [D]: "failed" },
        ),
      ],
      [],
      false,
    );
    expect(counts).toEqual([{ service: "ferry", tests: 4, both: 1, plainOnly: 1, embeddedOnly: 1, neither: 1 }]);
  });

  it("takes a test that is skipped or missing on the embedded AWS for one that does not pass", () => {
    const { unlisted } = compare([run({ [A]: "passed", [B]: "passed" }, { [A]: "skipped" })], [], false);
    expect(unlisted).toEqual([
      { test: A, reason: `${A} skipped` },
      { test: B, reason: "did not run" },
    ]);
  });

  it("is content with differences on the list, and gives their reason and page", () => {
    const comparison = compare([run({ [A]: "passed" }, { [A]: "failed" })], known("test_ferry/*::test_a"), false);
    expect(comparison.listed).toEqual([
      { test: A, reason: `${A} failed`, why: "Ferries have rails.", page: "Ferry Guide, Rails" },
    ]);
    expect(isAsListed(comparison)).toBe(true);
    expect(report(comparison, false)).toContain("   1  Ferries have rails. (Ferry Guide, Rails)");
  });

  it("is not content with a difference that is not on the list", () => {
    const comparison = compare([run({ [A]: "passed" }, { [A]: "failed" })], known(), false);
    expect(isAsListed(comparison)).toBe(false);
    expect(report(comparison, false)).toContain(`  ${A}\n      ${A} failed`);
  });

  it("is not content with an entry of the list that differs no more, or names no test", () => {
    const comparison = compare([run({ [A]: "passed" }, { [A]: "passed" })], known(A, B), false);
    expect(comparison.stale).toEqual([A, B]);
    expect(isAsListed(comparison)).toBe(false);
  });

  it("says nothing of entries whose tests were not run", () => {
    const runs = [run({ [A]: "passed" }, { [A]: "failed" })];
    expect(compare(runs, known(A, "test_train/test_one.py::test_a"), false).stale).toEqual([]);
    expect(compare(runs, known(A, B), true).stale).toEqual([]);
  });

  it("tells of files whose tests cannot be loaded, and not of the entries for them", () => {
    const file = "test_ferry/test_two.py";
    const runs = [run({ [A]: "passed", [file]: "failed" }, { [A]: "passed", [file]: "failed" })];
    const comparison = compare(runs, known(`${file}::test_x`), false);
    expect(comparison).toMatchObject({ unloaded: [{ test: file }], stale: [], counts: [{ tests: 1 }] });
    expect(isAsListed(comparison)).toBe(false);
  });
});

describe("the list of known differences", () => {
  it("has no pattern twice", () => {
    const patterns = readKnown().flatMap(({ tests }) => tests);
    expect(patterns).toEqual([...new Set(patterns)]);
  });

  it("means by * any text, and by everything else itself", () => {
    expect(isMeant("test_a*/b.py::test_c[*]", "test_a_simple/b.py::test_c[True]")).toBe(true);
    expect(isMeant("test_a/b.py::test_c[True]", "test_a/bxpy::test_cT")).toBe(false);
  });
});
