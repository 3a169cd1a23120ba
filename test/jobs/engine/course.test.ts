import { Course, NOT_SUBMITTED } from "../../../jobs/engine/course";
import { buildGraph } from "../../../jobs/engine/graph";
import type { PlannedJob } from "../../../jobs/engine/kind";
import { progressOf, type RunRecord } from "../../../jobs/engine/record";

function job(name: string, needs: readonly string[] = [], needsIds: readonly string[] = []): PlannedJob {
  return { name, needs, needsIds, request: { jobName: name, jobQueue: "queue" } };
}

/** @param records what an earlier process has left in the journal */
function course(jobs: readonly PlannedJob[], { waits = true, records = [] as RunRecord[] } = {}) {
  const givenUp: string[] = [];
  const one = new Course(buildGraph(jobs), waits, progressOf(records), (name, reason) =>
    givenUp.push(`${name} ${reason}`),
  );
  const ready = () => {
    const names: string[] = [];
    for (let next = one.next(); next !== undefined; next = one.next()) {
      names.push(next.name);
      one.submitted(next, `id-of-${next.name}`);
    }
    return names;
  };
  return { one, givenUp, ready };
}

const done = (key: string): RunRecord => ({ type: "done", key, id: `id-of-${key}`, at: 0 });
const diamond = [
  job("evaluate", ["left", "right"]),
  job("left", ["prepare"]),
  job("right", ["prepare"]),
  job("prepare"),
];

test("where AWS Batch waits, a job may be submitted when those that it needs are", () => {
  const { ready, one } = course(diamond, { waits: false });
  expect(ready()).toEqual(["prepare", "left", "right", "evaluate"]);
  expect(one.watched(true)).toEqual([]);
});

describe("where AWS Batch does not wait", () => {
  it("may be submitted what needs jobs that have succeeded, and those jobs are waited for", () => {
    const { ready, one } = course(diamond);
    expect(ready()).toEqual(["prepare"]);
    expect(one.watched(false)).toEqual([{ id: "id-of-prepare", name: "prepare", queue: "queue" }]);
    one.end("id-of-prepare", "SUCCEEDED", undefined);
    expect(ready()).toEqual(["left", "right"]);
    one.end("id-of-left", "SUCCEEDED", undefined);
    expect(ready()).toEqual([]);
    one.end("id-of-right", "SUCCEEDED", undefined);
    expect(ready()).toEqual(["evaluate"]);
    expect(one.watched(false)).toEqual([]);
    expect(one.watched(true).map(({ name }) => name)).toEqual(["evaluate"]);
  });

  it("waits for jobs of other runs, too, and for each of them once", () => {
    const { ready, one, givenUp } = course([job("a", [], ["there", "elsewhere"]), job("b", [], ["there"])]);
    expect(one.watched(false).map(({ id }) => id)).toEqual(["there", "elsewhere"]);
    one.end("there", "SUCCEEDED", undefined);
    expect(ready()).toEqual(["b"]);
    one.end("elsewhere", "FAILED", "wrong data");
    expect(givenUp).toEqual(["a depends on elsewhere, which is FAILED: wrong data"]);
    expect(one.watched(false)).toEqual([]);
  });

  it("nobody waits any longer for what only jobs needed that are given up", () => {
    const { ready, one } = course([job("a"), job("b"), job("c", ["a", "b"])]);
    ready();
    one.end("id-of-a", "FAILED", undefined);
    expect(one.watched(false)).toEqual([]);
    expect(one.watched(true).map(({ name }) => name)).toEqual(["b"]);
  });

  it("goes on where an earlier process has left it: ended jobs free others, or have them given up", () => {
    const ended = (key: string, outcome: string): RunRecord => ({ type: "ended", key, outcome });
    const jobs = [job("a"), job("b", ["a"]), job("c"), job("d", ["c"])];
    const records = [done("a"), done("c"), ended("a", "SUCCEEDED"), ended("c", "FAILED")];
    const { ready, one, givenUp } = course(jobs, { records });
    expect(ready()).toEqual(["b"]);
    expect(givenUp).toEqual(["d depends on c, which is FAILED"]);
    const outcomes = one.results(new Map()).map(({ job: name, status }) => [name, status]);
    expect(Object.fromEntries(outcomes)).toEqual({ a: "SUCCEEDED", b: "SUBMITTED", c: "FAILED", d: NOT_SUBMITTED });
  });

  it("gives up a chain of any length, each job with the one before it for a reason", () => {
    const chain = Array.from({ length: 20_000 }, (_, index) => job(`j${index}`, index === 0 ? [] : [`j${index - 1}`]));
    const { one, givenUp } = course(chain);
    const first = one.next();
    if (first !== undefined) one.refuse(first, "no such queue");
    expect(givenUp).toHaveLength(20_000);
    expect(givenUp.at(-1)).toBe("j19999 depends on j19998, which was not submitted");
    const [refused, next] = one.results(new Map());
    expect(refused).toEqual({ job: "j0", status: NOT_SUBMITTED, reason: "no such queue", refused: true });
    expect(next?.refused).toBeUndefined();
  });
});
