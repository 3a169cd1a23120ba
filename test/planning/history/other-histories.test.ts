import fc from "fast-check";
import { LogReader } from "../../../planning/history/job-log";
import { makeUp } from "../../../planning/history/synthetic";
import { syntheticShape } from "../../../planning/history/synthetic-shape";
import type { HistoryJob } from "../../../planning/history/job";
import { historyOf, logOf } from "../fixture";

const swfLine = (numbers: Readonly<Record<number, number>>) =>
  Array.from({ length: 18 }, (_, i) => numbers[i + 1] ?? -1).join(" ");

describe("the Standard Workload Format", () => {
  const text = `; UnixStartTime: 1000000
;
${swfLine({ 1: 1, 2: 5, 4: 60, 5: 8, 8: 16, 12: 7, 13: 3 })}
${swfLine({ 1: 2, 2: 6, 4: 60, 8: 4 })}
${swfLine({ 1: 3, 2: 7, 4: -1, 5: 8 })}
${swfLine({ 1: 4, 2: 8, 4: 60 })}
`;

  it("says processors that a job had, else those that it asked for, and when the trace begins", async () => {
    const { log } = await historyOf(text, { share: "user" }, "trace.swf");
    const reader = new LogReader(log);
    expect([reader.submittedAt, log.demands[reader.demand], log.shares[reader.share]]).toEqual([
      1_000_005_000,
      { instances: 8 },
      "7",
    ]);
    reader.advance();
    expect(log.demands[reader.demand]).toEqual({ instances: 4 });
    reader.close();
  });

  it("leaves out jobs of which it does not know enough", async () => {
    const { log, leftOut } = await historyOf(text, {}, "trace.swf");
    expect(log.count).toBe(2);
    expect(leftOut).toEqual({ "of unknown run time": 1, "of unknown size": 1 });
  });

  it.each([
    ["; nothing\n", "trace.swf: line 1, column 1: there are no jobs"],
    ["1 2 3\n", "trace.swf: line 1, column 4: has 3 of the 18 numbers of a job"],
    [
      `${swfLine({ 2: 5, 4: 60, 5: 1 }).replace("5", "x")}\n`,
      'trace.swf: line 1, column 2 (submit): is no number: "x"',
    ],
    [`${swfLine({ 4: 60, 5: 1 })}\n`, "trace.swf: line 1, column 2 (submit): a time before the beginning: -1"],
  ])("%j is an error with line and column", async (bad, message) => {
    await expect(historyOf(bad, {}, "trace.swf")).rejects.toThrow(message);
  });

  it("has no other columns to map", async () => {
    await expect(historyOf(text, { share: "cluster" }, "trace.swf")).rejects.toThrow(
      "trace.swf: there is no column cluster for share (there are: job, submit, wait, run,",
    );
  });
});

const description = {
  seed: 7,
  days: 28,
  teams: [
    {
      name: "day",
      perHour: 2,
      hours: Array.from({ length: 24 }, (_, hour) => (hour >= 8 && hour < 18 ? 1 : 0)),
      weekdays: [1, 1, 1, 1, 1, 0, 0],
      duration: { median: 600, p95: 7200 },
      instances: { "1": 3, "8": 1 },
    },
    { name: "night", perHour: 1, duration: { median: 60, p95: 60 } },
  ],
};

describe("a history that is made up", () => {
  const jobs: HistoryJob[] = [];
  makeUp(syntheticShape.parse(description), (job) => jobs.push(job));
  const ofDay = jobs.filter(({ team }) => team === "day");

  it("has as many jobs as its rates say, in their order", () => {
    expect(ofDay.length).toBeGreaterThan(28 * 24 * 2 * 0.9);
    expect(ofDay.length).toBeLessThan(28 * 24 * 2 * 1.1);
    expect(jobs.every(({ submittedAt }, i) => submittedAt >= (jobs[i - 1]?.submittedAt ?? 0))).toBe(true);
  });

  it("keeps to the hours and days of a team", () => {
    for (const { submittedAt } of ofDay) {
      const date = new Date(submittedAt);
      expect([date.getUTCHours() >= 8, date.getUTCHours() < 18, [0, 6].includes(date.getUTCDay())]).toEqual([
        true,
        true,
        false,
      ]);
    }
  });

  it("keeps to distributions of durations and sizes", () => {
    const durations = ofDay.map(({ duration }) => duration / 1000).sort((a, b) => a - b);
    const median = durations[durations.length >> 1] ?? 0;
    expect(median).toBeGreaterThan(600 * 0.85);
    expect(median).toBeLessThan(600 * 1.15);
    const large = ofDay.filter(({ demand }) => "instances" in demand && demand.instances === 8).length / ofDay.length;
    expect(large).toBeGreaterThan(0.2);
    expect(large).toBeLessThan(0.3);
    expect(jobs.filter(({ team }) => team === "night").every(({ duration }) => duration === 60_000)).toBe(true);
  });

  it("may be of container jobs", () => {
    const own = (sizes: object) => {
      const demands: unknown[] = [];
      const team = { name: "a", perHour: 1, duration: { median: 1, p95: 1 }, instances: { "2": 1 }, ...sizes };
      makeUp(syntheticShape.parse({ days: 2, teams: [team] }), ({ demand }) => demands.push(demand));
      return demands[0];
    };
    expect(own({ vcpus: 4, memory: 8192, gpus: 1 })).toEqual({ gpus: 2, container: { vcpus: 8, memory: 16_384 } });
    expect(own({ vcpus: 0.5 })).toEqual({ instances: 2, container: { vcpus: 1 } });
    expect(own({ type: "ml.g5.xlarge" })).toEqual({ instances: 2, type: "ml.g5.xlarge" });
  });

  it("is the same for the same seed, and the jobs of a team do not depend on the others", () => {
    const alone: HistoryJob[] = [];
    makeUp(syntheticShape.parse({ ...description, teams: description.teams.slice(0, 1) }), (job) => alone.push(job));
    expect(alone.map(({ submittedAt, duration }) => [submittedAt, duration])).toEqual(
      ofDay.map(({ submittedAt, duration }) => [submittedAt, duration]),
    );
  });

  it("is read from a file, whose mistakes are told with line and column", async () => {
    expect((await historyOf(JSON.stringify(description), {}, "jobs.json")).log.count).toBe(jobs.length);
    await expect(historyOf('{"days": 1, "teams": []}', {}, "jobs.json")).rejects.toThrow(/jobs\.json: teams/);
  });
});

describe("the log of a history", () => {
  it("is in the order of submissions, equal ones as they stood, however it was read", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20), { minLength: 1, maxLength: 60 }), (submits) => {
        const reader = new LogReader(logOf(submits.map((submit) => ({ submit }))));
        const found: [number, number][] = [];
        for (; reader.submittedAt < Infinity; reader.advance()) found.push([reader.submittedAt / 1000, reader.line]);
        reader.close();
        const expected = submits
          .map((submit, i): [number, number] => [submit, i + 1])
          .sort(([a, i], [b, j]) => a - b || i - j);
        expect(found).toEqual(expected);
      }),
      { numRuns: 50 },
    );
  });

  it("merges what does not fit into memory at once", () => {
    const count = 200_000;
    const log = logOf(Array.from({ length: count }, (_, i) => ({ submit: (i * 7919) % count })));
    const reader = new LogReader(log);
    let seen = 0;
    for (; reader.submittedAt < Infinity; reader.advance()) {
      if (reader.submittedAt !== seen * 1000) break;
      seen += 1;
    }
    reader.close();
    expect(seen).toBe(count);
  });
});
