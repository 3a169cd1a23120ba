import { eventPatterns } from "../../../modules/policies/event-patterns";

const queue = (index: number) => `arn:aws:batch:eu-west-1:123456789012:job-queue/churn-dev-euwest1-queue-${index}`;
const pattern = (jobQueue: readonly string[]) => ({ detail: { jobQueue } });
const queuesIn = (text: string) => (JSON.parse(text) as ReturnType<typeof pattern>).detail.jobQueue;

describe("patterns for queues", () => {
  it("match each queue once, in as few patterns as there is room in", () => {
    const queues = Array.from({ length: 50 }, (_, index) => queue(index));

    const patterns = eventPatterns(queues, pattern);

    expect(patterns.flatMap(queuesIn)).toEqual(queues);
    expect(patterns.map(({ length }) => length > 2048)).toEqual([false, false]);
  });

  it("are one for one queue, and none for none", () => {
    expect(eventPatterns([queue(1)], pattern).map(queuesIn)).toEqual([[queue(1)]]);
    expect(eventPatterns([], pattern)).toEqual([]);
  });
});
