import { loadEnvironment } from "../../../config/loader";
import { Common } from "../../../modules/common";
import { History } from "../../../modules/history";
import { batchRepository, resource, statementsOf } from "../batch-construct/support";
import { synthesize, testApp, TestRoot } from "../module-app";

const QUEUE = "arn:aws:batch:eu-west-1:123456789012:job-queue/fifo";

function history(settings: object = {}, queues: readonly string[] = [QUEUE]) {
  const environment = loadEnvironment(batchRepository({ settings }), "churn");
  const app = testApp();
  const root = new TestRoot(app);
  const common = new Common(root, "common", { environment });
  new History(root, "history", { environment, common, queues });
  const files = synthesize(app);
  const [module, key] = ["history", "common"].map((name) => files[`modules/${name}/main.tf.json`]);
  if (module === undefined || key === undefined) throw new Error("there is no such module");
  return { module, key };
}

describe("what remembers jobs", () => {
  const { module, key } = history();
  const policy = statementsOf(resource(module, "aws_cloudwatch_log_resource_policy", "write").policy_document);

  it("is a log group with the environment's key, kept for 400 days", () => {
    const group = resource(module, "aws_cloudwatch_log_group", "log_group");

    expect(group).toMatchObject({ name: "/aws/events/churn-dev-euwest1-jobs", retention_in_days: 400 });
    expect(group.kms_key_id).toMatch(/^\$\{var\..*key.*\}$/);
    const statement = statementsOf(resource(key, "aws_kms_key", "key").policy).find(
      ({ Sid }) => Sid === "LogGroupsOfThisEnvironment",
    );
    expect(JSON.stringify(statement?.Condition)).toContain(":log-group:/aws/events/churn-dev-euwest1-jobs");
  });

  it("is kept for as long as the environment says", () => {
    const longer = history({ job_history: { retention_days: 1827 } }).module;

    expect(resource(longer, "aws_cloudwatch_log_group", "log_group").retention_in_days).toBe(1827);
  });

  it("hears each state change of both kinds of job in these queues", () => {
    const rule = resource(module, "aws_cloudwatch_event_rule", "state_1");

    expect(JSON.parse(String(rule.event_pattern))).toEqual({
      source: ["aws.batch"],
      "detail-type": ["Batch Job State Change", "Batch Service Job State Change"],
      detail: { jobQueue: [QUEUE] },
    });
    expect(rule.event_bus_name).toBeUndefined();
  });

  it.each(["state_1", "lost_1"])("gets lines instead of events from the rule %s", (id) => {
    const target = resource(module, "aws_cloudwatch_event_target", `${id}_target`);

    expect(target.arn).toBe("${aws_cloudwatch_log_group.log_group.arn}");
    expect(target.input_transformer).toMatchObject({
      input_template: expect.stringMatching(/^\{"timestamp": <at>, "message": "(state|lost)\|/) as string,
    });
    expect(JSON.stringify(target)).not.toMatch(/environment|serviceRequestPayload|overrides/i);
  });

  // EventBridge User Guide, "Using resource-based policies for Amazon EventBridge", Amazon CloudWatch Logs permissions.
  it("is written by EventBridge, for these rules only, and by nobody else", () => {
    const rules = ["state", "lost"].map(
      (kind) => expect.stringMatching(`:rule/churn-dev-euwest1-jobs-${kind}-1$`) as string,
    );

    expect(policy.map(({ Action }) => Action)).toEqual([["logs:CreateLogStream"], ["logs:PutLogEvents"]]);
    expect(policy[1]?.Condition).toEqual({ ArnEquals: { "aws:SourceArn": rules } });
    for (const { Resource, Principal } of policy) {
      expect(Resource).toEqual([expect.stringMatching(/:log-group:\/aws\/events\/churn-dev-euwest1-jobs:\*$/)]);
      expect(Principal).toEqual({ Service: ["delivery.logs.amazonaws.com", "events.amazonaws.com"] });
    }
  });
});

describe("the jobs of 100 queues with long names", () => {
  const names = Array.from({ length: 100 }, (_, i) => `${"q".repeat(125)}${String(i).padStart(3, "0")}`);
  const arns = names.map((name) => `arn:aws:batch:eu-west-1:123456789012:job-queue/${name}`);
  const { module } = history({}, arns);
  const rules = Object.entries(module.resource?.aws_cloudwatch_event_rule ?? {});
  const patterns = (kind: string) =>
    rules.filter(([id]) => id.startsWith(kind)).map(([, rule]) => String(rule.event_pattern));

  // EventBridge User Guide, "Amazon EventBridge quotas": event pattern size.
  it.each(["state", "lost"])("are heard by rules of at most 2,048 characters, each queue by one: %s", (kind) => {
    // Cast: the pattern is the rule's own.
    const heard = patterns(kind).flatMap(
      (pattern) => (JSON.parse(pattern) as { detail: { jobQueue: string[] } }).detail.jobQueue,
    );

    expect(heard).toEqual(arns);
    expect(patterns(kind).filter((pattern) => pattern.length > 2048)).toEqual([]);
  });

  // Step Functions Developer Guide, "Avoiding Amazon CloudWatch Logs resource policy size restrictions".
  it("are let into the log group by a policy of at most 5,120 characters", () => {
    const policy = resource(module, "aws_cloudwatch_log_resource_policy", "write").policy_document;

    expect(String(policy).length).toBeLessThanOrEqual(5120);
  });
});
