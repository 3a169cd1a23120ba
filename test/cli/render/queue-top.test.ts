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
});

it("no line is longer than the terminal is wide, whatever the names and numbers", () => {
  fc.assert(
    fc.property(queue, fc.constantFrom(80, 100, 132), (top, columns) => {
      const lines = queueTopLines(top, 1_700_000_100_000, columns, plainText);
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
  };
  expect(queueTopLines(top, 0, 80, plainText)[3]).toContain("██▒░░░···");
});
