import { at } from "../../config/compute/fixture";
import type { Changes } from "../../config/training-queues/fixture";
import { synthesizeCompute } from "./support";

const address = "ml@example.com";
const others = "arn:aws:sns:eu-west-1:123456789012:others";

function resourcesOf(changes: Changes = {}): (type: string, name: string) => Record<string, unknown> | undefined {
  const { resource = {} } = synthesizeCompute(changes, { topicKeyId: "alias/own" });
  return (type, name) => resource[type]?.[name];
}

const document = (resource: Record<string, unknown> | undefined): unknown => JSON.parse(String(resource?.policy));

describe("a team", () => {
  it("gets a managed policy", () => {
    const policy = resourcesOf()("aws_iam_policy", "ml_team_policy");
    expect(policy?.name).toBe("churn-dev-euwest1-dapf-compute-team-ml");
    expect(document(policy)).toMatchObject({
      Statement: expect.arrayContaining([expect.objectContaining({ Sid: "SubmitJobs" })]),
    });
  });

  it("is told of failed jobs through an encrypted topic, to which its addresses are subscribed", () => {
    const resource = resourcesOf();
    expect(resource("aws_sns_topic", "ml_team_topic")).toMatchObject({
      name: "churn-dev-euwest1-dapf-compute-ml-failures",
      kms_master_key_id: "alias/own",
    });
    expect(resource("aws_sns_topic_subscription", "ml_team_topic_ml_at_example_com")).toMatchObject({
      protocol: "email",
      endpoint: address,
    });
    expect(resource("aws_cloudwatch_event_target", "ml_team_failures_target_1")).toMatchObject({
      input_transformer: { input_template: expect.stringContaining("The job <job> of team ml failed") },
    });
  });

  it("is told through topics of others without one of its own", () => {
    const resource = resourcesOf({ [`${at.ml}.notify`]: [others] });
    expect(resource("aws_cloudwatch_event_target", "ml_team_failures_target_1")).toMatchObject({ arn: others });
    expect(resource("aws_sns_topic", "ml_team_topic")).toBeUndefined();
  });

  it("is told nothing when it names nobody", () => {
    expect(resourcesOf()("aws_cloudwatch_event_rule", "finance_team_failures")).toBeUndefined();
  });

  it("has a rule with a name that EventBridge takes, and that is no other's, however long its own is", () => {
    const names = ["a", "b"].map((end) => {
      const changes = { "Teams.ML_TEAM_NAME": "x".repeat(63) + end, [`${at.ml}.tags`]: { team: "ml" } };
      return String(resourcesOf(changes)("aws_cloudwatch_event_rule", "ml_team_failures")?.name);
    });
    for (const name of names) expect(name).toHaveLength(64);
    expect(new Set(names).size).toBe(2);
  });
});

describe("a job role", () => {
  it("is for tasks of Amazon ECS of the account, and has what its request says", () => {
    const resource = resourcesOf();
    expect(resource("aws_iam_role", "trainer_job_role")?.assume_role_policy).toContain(
      '"aws:SourceAccount":"123456789012"',
    );
    expect(document(resource("aws_iam_role_policy", "trainer_job_role_policy"))).toMatchObject({
      Statement: expect.arrayContaining([expect.objectContaining({ Sid: "ReadObjects" })]),
    });
  });

  it("has no policy when its request says nothing", () => {
    const changes = { [at.trainer]: { description: "looks only" } };
    expect(resourcesOf(changes)("aws_iam_role_policy", "trainer_job_role_policy")).toBeUndefined();
  });

  it("is an error of the file when IAM has no room for it", () => {
    const buckets = Array.from({ length: 200 }, (_, index) => ({
      bucket: `lake-${index}`.padEnd(60, "x"),
      access: "read",
    }));
    expect(() => resourcesOf({ [`${at.trainer}.buckets`]: buckets })).toThrow(
      /compute.json: JobRoles.TRAINER_ROLE_REQUEST makes a policy of \d+ characters \(allowed: 10240 or fewer/,
    );
  });
});
