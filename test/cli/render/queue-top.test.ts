import fc from "fast-check";
import type { QueueTop, UnitTop } from "../../../queues";
import { queueTopLines } from "../../../cli/render/queue-top";
import { plainText } from "../../../cli/render/style";

const count = fc.integer({ min: 0, max: 5000 });
const unit: fc.Arbitrary<UnitTop> = fc.record({
  unit: fc.constantFrom("ml.g5.xlarge", "ml.trn1n.32xlarge", "NUM_INSTANCES"),
  capacity: fc.option(count, { nil: undefined }),
  own: count,
  borrowed: count,
  lent: count,
  waiting: count,
});
const front = fc.record({
  jobId: fc.uuid(),
  jobName: fc.string({ unit: fc.constantFrom(..."abc-"), minLength: 1, maxLength: 128 }),
  since: fc.constantFrom(0, 1_700_000_000_000),
  statusReason: fc.option(
    fc.constant(
      "MISCONFIGURATION:SERVICE_ENVIRONMENT_MAX_RESOURCE - Service environment(s) associated with the job queue cannot meet the capacity requirement of the job.",
    ),
    { nil: undefined },
  ),
});
const nextJob = fc.record({
  jobId: fc.uuid(),
  jobName: fc.option(fc.string({ unit: fc.constantFrom(..."abc-"), minLength: 1, maxLength: 128 }), { nil: undefined }),
  share: fc.option(fc.string({ unit: fc.constantFrom(..."abc-"), minLength: 1, maxLength: 255 }), { nil: undefined }),
  since: fc.option(fc.constantFrom(0, 1_700_000_000_000), { nil: undefined }),
  needs: fc.option(fc.dictionary(fc.constantFrom("ml.g5.xlarge", "VCPU"), count), { nil: undefined }),
});
const share = fc.record({
  share: fc.string({ unit: fc.constantFrom(..."abc-"), minLength: 1, maxLength: 128 }),
  state: fc.constantFrom("ENABLED", "DISABLED"),
  strategy: fc.constantFrom("RESERVE", "LEND", "LEND_AND_BORROW"),
  units: fc.array(unit, { maxLength: 3 }),
  waitingJobs: count,
  front: fc.option(front, { nil: undefined }),
});
const queue: fc.Arbitrary<QueueTop> = fc.record({
  queue: fc.string({ unit: fc.constantFrom(..."abc-"), minLength: 1, maxLength: 128 }),
  arn: fc.constant("arn"),
  state: fc.constant("ENABLED"),
  updatedAt: fc.constant(1_700_000_000_000),
  units: fc.array(unit, { maxLength: 3 }),
  waitingJobs: count,
  hasMoreWaiting: fc.boolean(),
  shares: fc.array(share, { maxLength: 4 }),
  front: fc.option(front, { nil: undefined }),
  next: fc.array(nextJob, { maxLength: 100 }),
});

it("no line is longer than the terminal is wide, whatever the names and numbers", () => {
  fc.assert(
    fc.property(queue, fc.constantFrom(80, 100, 132), fc.constantFrom(10, 100), (top, columns, shown) => {
      const lines = queueTopLines(top, shown, 1_700_000_100_000, columns, plainText);
      expect(lines.filter((line) => line.length > columns)).toEqual([]);
    }),
  );
});

it("a bar has one cell an instance where there is room", () => {
  const one = { unit: "ml.g5.xlarge", capacity: 6, own: 2, lent: 1, borrowed: 0, waiting: 3 };
  const top = {
    queue: "q",
    arn: "arn",
    state: "ENABLED",
    units: [one],
    waitingJobs: 1,
    hasMoreWaiting: false,
    shares: [],
    next: [],
  };
  expect(queueTopLines(top, 10, 0, 80, plainText)[3]).toContain("██▒░░░···");
});

describe("the next jobs", () => {
  const job = (index: number) => ({
    jobId: `${index}`.padStart(8, "0"),
    jobName: `job-${index}`,
    share: "a",
    since: 1000,
  });
  const top = (count: number) => ({
    queue: "q",
    arn: "arn",
    state: "ENABLED",
    units: [],
    waitingJobs: count,
    hasMoreWaiting: false,
    shares: [],
    next: Array.from({ length: Math.min(100, count) }, (_, index) => job(index + 1)),
  });
  const linesOf = (count: number, shown: number) =>
    queueTopLines(top(count), shown, 61_000, 80, plainText).filter((line) => /^next|^ +\d+\. /.test(line));

  it("stand in their order, as many as are asked for", () => {
    const lines = linesOf(250, 10);
    expect(lines).toHaveLength(11);
    expect(lines[0]).toBe("next 10 of 250 waiting (--all: more)");
    expect(lines[1]).toMatch(/^ {3}1\. job-1 \(00000001\) +a +1 min/);
    expect(lines[10]).toMatch(/^ {2}10\. job-10 \(00000010\)/);
    expect(linesOf(250, 100)).toHaveLength(101);
    expect(linesOf(250, 100)[0]).toBe("next 100 of 250 waiting");
  });

  it("are no list when there is one at most", () => {
    expect([linesOf(0, 10), linesOf(1, 10)]).toEqual([[], []]);
  });
});
