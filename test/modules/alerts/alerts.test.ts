import type { EnvironmentInput } from "../../../config/environment";
import { PlatformStack } from "../../../modules/platform";
import { environmentWith, everything } from "../../access/environment";
import { type Synthesized, synthesize, testApp, type TerraformJson } from "../module-app";

type Given = NonNullable<EnvironmentInput["alerts"]>;
type Resources = Record<string, Record<string, unknown>>;

const prefix = "jenkins-pl-apsouth1";
const { enable_monitoring, monitoring } = everything;

function synthesized(alerts: Given | undefined): Synthesized {
  const environment = environmentWith({
    enable_monitoring,
    monitoring,
    training_queues: { path: "environments/jenkins-pl.queues.ts" },
    compute: { path: "test/access/compute.json" },
    alerts,
  });
  const app = testApp();
  new PlatformStack(app, "test", { environment, embedded: false });
  return synthesize(app);
}

const moduleOf = (files: Synthesized): TerraformJson | undefined => files["modules/alerts/main.tf.json"];
const all = (files: Synthesized, type: string): Resources => moduleOf(files)?.resource?.[type] ?? {};

const files = synthesized({
  emails: ["team@example.com"],
  https: ["https://hooks.example.com/dapf"],
  runs: { training: { weekdays: ["Monday"] }, inferencing: "daily" },
});
const rules = all(files, "aws_cloudwatch_event_rule");
const targets = all(files, "aws_cloudwatch_event_target");

const patternOf = (key: string): unknown => JSON.parse(String(rules[key]?.event_pattern));
function sentenceOf(key: string): unknown {
  // Cast: it is the target's own argument.
  const transformer = targets[`${key}_target`]?.input_transformer as { readonly input_template: string } | undefined;
  return transformer && JSON.parse(transformer.input_template);
}
const arn = (queue: string) => `arn:aws:batch:ap-south-1:731580992380:job-queue/${queue}`;

describe("module.alerts", () => {
  it("is there when somebody is told, or when subscribers are said to be elsewhere", () => {
    expect(moduleOf(synthesized(undefined))).toBeUndefined();
    expect(moduleOf(synthesized({ runs: { training: "daily" } }))).toBeUndefined();
    expect(moduleOf(synthesized({ emails: ["team@example.com"], enabled: false }))).toBeUndefined();
    expect(moduleOf(synthesized({ enabled: true }))).toBeDefined();
  });

  it("subscribes e-mail addresses and endpoints to the topic of the environment", () => {
    const found = Object.values(all(files, "aws_sns_topic_subscription"));

    expect(found.map(({ protocol, endpoint }) => [protocol, endpoint])).toEqual([
      ["email", "team@example.com"],
      ["https", "https://hooks.example.com/dapf"],
    ]);
  });

  it("lets its rules and the environment's alarms publish to the topic, and nobody else", () => {
    const [policy] = Object.values(all(files, "aws_sns_topic_policy"));
    const { Statement: statements }: { Statement: unknown[] } = JSON.parse(String(policy?.policy));

    expect(statements).toEqual([
      expect.objectContaining({
        Principal: { Service: "events.amazonaws.com" },
        Condition: { ArnLike: { "aws:SourceArn": [`arn:aws:events:ap-south-1:731580992380:rule/${prefix}-alerts-*`] } },
      }),
      expect.objectContaining({ Sid: "Alarms", Principal: { Service: "cloudwatch.amazonaws.com" } }),
    ]);
  });

  it("sends what cannot be delivered to a queue that only its rules may write to", () => {
    for (const target of Object.values(targets)) {
      expect(target).toMatchObject({ dead_letter_config: { arn: "${aws_sqs_queue.dead_letters_queue.arn}" } });
    }
    expect(all(files, "aws_sqs_queue_policy").dead_letters_policy?.policy).toContain(`rule/${prefix}-alerts-*`);
  });

  it("gives rules names that EventBridge takes, no two the same", () => {
    const names = Object.values(rules).map(({ name }) => String(name));

    for (const name of names) expect(name).toMatch(new RegExp(`^${prefix}-alerts-[\\w.-]+$`));
    expect(names.filter((name) => name.length > 64)).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe("a failed job is told of", () => {
  it("of shared compute: of an array once, not of each of its jobs, and of a multi-node job once", () => {
    expect(patternOf("failed_lab-cpu")).toEqual({
      source: ["aws.batch"],
      "detail-type": ["Batch Job State Change"],
      detail: {
        status: ["FAILED"],
        jobQueue: [arn("lab-cpu")],
        arrayProperties: { index: [{ exists: false }] },
        nodeProperties: { nodeIndex: [{ exists: false }] },
      },
    });
    expect(sentenceOf("failed_lab-cpu")).toBe(
      "The job <job> failed at <time> in the queue lab-cpu. " +
        "Why, and what to do: npx dapf jobs why <id> --env jenkins-pl",
    );
  });

  it("of training queues, with the command for training jobs", () => {
    expect(patternOf("failed_jenkins-pl-c5-fifo")).toEqual({
      source: ["aws.batch"],
      "detail-type": ["Batch Service Job State Change"],
      detail: { status: ["FAILED"], jobQueue: [arn("jenkins-pl-c5-fifo")] },
    });
    expect(sentenceOf("failed_jenkins-pl-c5-fifo")).toMatch(/npx dapf train why <id> --env jenkins-pl$/);
  });

  it("of the pipeline's queues unless it belongs to a run, which is told of as a whole", () => {
    expect(patternOf(`failed_${prefix}-dapf-batch-training-job-queue`)).toMatchObject({
      detail: { jobName: [{ "anything-but": { prefix: `${prefix}-job-` } }] },
    });
  });
});

describe("told of is also", () => {
  it.each([
    ["lab-cpu", "Batch Job Queue Blocked", "jobs"],
    ["jenkins-pl-c5-fifo", "Batch Service Job Queue Blocked", "train"],
  ])("that %s is blocked", (queue, detailType, command) => {
    expect(patternOf(`blocked_${queue}`)).toMatchObject({
      "detail-type": [detailType],
      detail: { jobQueue: [arn(queue)] },
    });
    expect(sentenceOf(`blocked_${queue}`)).toContain(`npx dapf ${command} why <id> --env jenkins-pl`);
  });

  it.each(["training", "inferencing"])("how a run of %s ended that did not succeed", (context) => {
    expect(patternOf(`runs_${context}`)).toMatchObject({
      source: ["aws.states"],
      detail: { status: ["FAILED", "TIMED_OUT", "ABORTED"], stateMachineArn: [expect.stringContaining(context)] },
    });
    expect(sentenceOf(`runs_${context}`)).toMatch(
      new RegExp(`npx dapf runs why jenkins-pl <run> --context ${context}$`),
    );
  });

  it("a failed Glue run of the ETL and of monitoring, not one of the pipeline, whose run fails", () => {
    expect(patternOf("etl_jobs")).toMatchObject({
      detail: { state: ["FAILED", "TIMEOUT", "ERROR"], jobName: [{ prefix: `${prefix}-analytics-etl-` }] },
    });
    expect(patternOf("monitoring_jobs")).toMatchObject({ detail: { jobName: Array(4).fill(expect.any(String)) } });
    expect(sentenceOf("etl_jobs")).toContain(
      "aws glue get-job-run --job-name <glueJob> --run-id <glueRun> --region ap-south-1",
    );
  });

  it("nothing that its sentence names and no path leads to", () => {
    for (const [key, target] of Object.entries(targets)) {
      // Cast: as above.
      const { input_paths: paths, input_template: template } = target.input_transformer as {
        readonly input_paths: object;
        readonly input_template: string;
      };
      const named = new Set([...template.matchAll(/<(\w+)>/g)].map(([, name]) => name));
      expect([key, [...named].sort()]).toEqual([
        key,
        Object.keys(paths)
          .filter((one) => named.has(one))
          .sort(),
      ]);
    }
  });

  it("no failure twice: the state machines leave it to the alerts", () => {
    expect(JSON.stringify(files)).not.toContain("Notify of failure");
    expect(JSON.stringify(synthesized(undefined))).toContain("Notify of failure");
  });
});

describe("an alarm", () => {
  const alarms = Object.fromEntries(
    Object.values(all(files, "aws_cloudwatch_metric_alarm")).map((alarm) => [String(alarm.alarm_name), alarm]),
  );

  it("tells of alerts and of events that could not be delivered", () => {
    expect(alarms[`${prefix}-alerts-dead-letters`]).toMatchObject({
      namespace: "AWS/SQS",
      metric_name: "ApproximateNumberOfMessagesVisible",
      threshold: 0,
      comparison_operator: "GreaterThanThreshold",
    });
    const lost = Object.values(alarms).filter(({ metric_name: name }) => name === "DeadLetterErrors");
    expect(lost).toHaveLength(2);
  });

  it("tells of runs that did not start on their day", () => {
    const missed = alarms[`${prefix}-alerts-training-not-started`];

    expect(missed?.alarm_description).toContain("one starts each Monday");
    expect(missed?.metric_query).toEqual([
      expect.objectContaining({
        id: "started",
        metric: expect.objectContaining({ namespace: "AWS/States", metric_name: "ExecutionsStarted", period: 86_400 }),
      }),
      expect.objectContaining({ id: "missed", return_data: true, expression: expect.stringContaining("DAY(") }),
    ]);
  });

  it("of runs there is none where no day is said", () => {
    const without = Object.values(all(synthesized({ enabled: true }), "aws_cloudwatch_metric_alarm"));

    expect(without.filter(({ metric_query: query }) => query !== undefined)).toEqual([]);
  });

  it("is published to the topic, each", () => {
    for (const alarm of Object.values(alarms)) expect(alarm.alarm_actions).toEqual([expect.stringContaining("topic")]);
  });
});

describe("the dashboard", () => {
  const [dashboard] = Object.values(all(files, "aws_cloudwatch_dashboard"));
  const {
    widgets,
  }: {
    widgets: {
      type: string;
      x: number;
      y: number;
      width: number;
      height: number;
      properties: { title?: string; markdown?: string; metrics?: unknown[][] };
    }[];
  } = JSON.parse(String(dashboard?.dashboard_body));

  it("shows each queue, with the command that says why its jobs wait", () => {
    const text = widgets.find(({ type }) => type === "text")?.properties.markdown;

    for (const queue of ["lab-cpu", "jenkins-pl-c5-fifo", `${prefix}-dapf-batch-training-job-queue`]) {
      expect(text).toContain(`npx dapf queues why ${queue} --env jenkins-pl`);
    }
    const failed = widgets.find(({ properties: { title } }) => title === "Failed jobs, by queue")?.properties.metrics;
    expect(failed).toHaveLength(Object.keys(rules).filter((key) => key.startsWith("failed_")).length);
  });

  it("has widgets that do not cover each other", () => {
    const cells = widgets.flatMap(({ x, y, width, height }) =>
      Array.from({ length: width * height }, (_, at) => `${x + (at % width)},${y + Math.floor(at / width)}`),
    );

    expect(new Set(cells).size).toBe(cells.length);
  });
});
