import { ruleName } from "../../../aws/events";
import {
  blockedQueue,
  failedCrawlers,
  failedGlueRuns,
  failedJobs,
  failedRuns,
  type Message,
} from "../../../modules/alerts/messages";

/** EventBridge API Reference, PutRule and InputTransformer; User Guide, "Amazon EventBridge quotas". */
const LIMITS = { pattern: 2048, description: 512, template: 8192 };

const outside = (messages: readonly Message[]) =>
  messages.flatMap((message) =>
    Object.entries(LIMITS)
      .filter(([key, most]) => message[key as keyof typeof LIMITS].length > most)
      .map(([key]) => `${message.description}: ${key}`),
  );

/** The longest names that AWS Batch takes, which differ at their ends. */
const queues = Array.from({ length: 100 }, (_, index) => {
  const name = `${"q".repeat(125)}${String(index).padStart(3, "0")}`;
  return { kind: "container", name, arn: `arn:aws:batch:eu-west-1:123456789012:job-queue/${name}` } as const;
});

describe("messages", () => {
  it("of 100 queues with long names are what EventBridge takes", () => {
    const messages = queues.flatMap((queue) => [failedJobs(queue, "dev"), blockedQueue(queue, "dev")]);
    const names = queues.flatMap(({ name }) =>
      ["failed", "blocked"].map((what) => ruleName(`p-alerts-${what}_${name}`)),
    );

    expect(outside(messages)).toEqual([]);
    expect(new Set(names).size).toBe(200);
    expect(names.filter((name) => name.length > 64)).toEqual([]);
  });

  it("of 200 crawlers are as many as their names need, and tell of each once", () => {
    const names = Array.from({ length: 200 }, (_, index) => `${"c".repeat(60)}-${index}`);

    const messages = failedCrawlers(names, "eu-west-1");

    // Cast: the pattern is the message's own.
    const told = messages.flatMap(
      ({ pattern }) => (JSON.parse(pattern) as { detail: { crawlerName: string[] } }).detail.crawlerName,
    );
    expect(told).toEqual(names);
    expect(outside(messages)).toEqual([]);
    expect(failedCrawlers([], "eu-west-1")).toEqual([]);
  });

  it("of crawlers name what AWS Glue's events have: state Failed, crawlerName", () => {
    const [message] = failedCrawlers(["raw"], "eu-west-1");

    expect(JSON.parse(message?.pattern ?? "")).toEqual({
      source: ["aws.glue"],
      "detail-type": ["Glue Crawler State Change"],
      detail: { state: ["Failed"], crawlerName: ["raw"] },
    });
    expect(message?.paths).toEqual({ crawler: "$.detail.crawlerName", time: "$.time" });
  });

  it("tell no reason, error or message, which may say anything", () => {
    const [queue] = queues;
    const all = [
      ...(queue === undefined ? [] : [failedJobs(queue, "dev"), blockedQueue(queue, "dev")]),
      failedRuns("training", "arn:aws:states:eu-west-1:123456789012:stateMachine:m", "dev"),
      failedGlueRuns("ETL", [{ prefix: "p-" }], "eu-west-1"),
      ...failedCrawlers(["raw"], "eu-west-1"),
    ];

    const paths = new Set(all.flatMap((message) => Object.values(message.paths)));
    expect([...paths].filter((path) => /reason|message|error|cause/i.test(path))).toEqual([]);
    expect(all).toHaveLength(5);
  });
});
