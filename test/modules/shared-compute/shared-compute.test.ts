import { at } from "../../config/compute/fixture";
import { desired, resource, synthesizeCompute } from "./support";

const native = "aws_batch_compute_environment.cpu_compute_environment";
const cloudControl = "aws_cloudcontrolapi_resource";
const tags = { environment: "dev", project: "churn" };

describe("the module shared_compute", () => {
  const module = synthesizeCompute();

  it("has a resource for every declaration, under its key, of the provider or of Cloud Control", () => {
    const addresses = Object.entries(module.resource ?? {}).flatMap(([type, all]) =>
      Object.keys(all)
        .filter((name) =>
          /_(compute_environment|scheduling_policy|job_queue|consumable_resource|job_definition)$/.test(name),
        )
        .map((name) => `${type}.${name}`),
    );
    expect(addresses.sort()).toEqual([
      "aws_batch_compute_environment.cpu_compute_environment",
      "aws_batch_compute_environment.fargate_compute_environment",
      "aws_batch_job_queue.cpu_job_queue",
      "aws_batch_job_queue.gpu_job_queue",
      "aws_batch_job_queue.light_job_queue",
      `${cloudControl}.fair_scheduling_policy`,
      `${cloudControl}.gpu_compute_environment`,
      `${cloudControl}.licence_consumable_resource`,
      `${cloudControl}.own_compute_environment`,
      `${cloudControl}.sum_job_definition`,
      `${cloudControl}.train_job_definition`,
    ]);
  });

  it("makes environments before queues leave the old ones, and policies, resources and definitions likewise", () => {
    for (const address of [
      native,
      `${cloudControl}.gpu_compute_environment`,
      `${cloudControl}.fair_scheduling_policy`,
      `${cloudControl}.licence_consumable_resource`,
      `${cloudControl}.train_job_definition`,
    ]) {
      expect([address, resource(module, address).lifecycle]).toEqual([address, { create_before_destroy: true }]);
    }
  });

  it("replaces a queue whose kind changes, which AWS Batch cannot change", () => {
    expect(resource(module, "terraform_data.job_queue_kinds").input).toEqual({
      cpu_job_queue: "FAIR_SHARE EC2",
      gpu_job_queue: "FIFO EC2",
      light_job_queue: "FIFO FARGATE",
    });
    expect(resource(module, "aws_batch_job_queue.cpu_job_queue").lifecycle).toEqual({
      replace_triggered_by: ["terraform_data.job_queue_kinds.input.cpu_job_queue"],
    });
  });

  it("gives everything the tags of the environment, and what is declared beside them", () => {
    expect(resource(module, "aws_batch_compute_environment.fargate_compute_environment").tags).toEqual({
      ...tags,
      Tier: "light",
    });
    expect(desired(module, "licence_consumable_resource").Tags).toEqual(tags);
  });

  it("encrypts the log group and keeps logs for as long as the environment says", () => {
    const keyed = synthesizeCompute({}, { logKeyArn: "arn:key", logRetentionDays: 30 });
    expect(resource(keyed, "aws_cloudwatch_log_group.log_group")).toMatchObject({
      name: "churn-dev-euwest1/batch/compute",
      kms_key_id: "arn:key",
      retention_in_days: 30,
    });
  });
});

describe("the network of an environment", () => {
  const vpcTags = { Name: "lab" };
  const inNetwork = (more: object = {}) =>
    synthesizeCompute({ [`${at.cpu}.network`]: { vpcTags, subnetTags: { Tier: "private" }, ...more } });
  const resources = (module: ReturnType<typeof inNetwork>) => resource(module, native).compute_resources;

  it("is that of the stack where the declaration says nothing", () => {
    expect(resources(synthesizeCompute())).toMatchObject({ subnets: ["subnet-own"], security_group_ids: ["sg-own"] });
  });

  it("cannot be that of a stack that has none", () => {
    expect(() => synthesizeCompute({}, { network: undefined })).toThrow(
      "the compute environment cpu says nothing of its network, and the stack has none to give it",
    );
  });

  it("is looked up by tags, and gets a group that lets only HTTPS out", () => {
    const module = inNetwork();
    expect(module.data?.aws_vpc?.cpu_vpc?.tags).toEqual(vpcTags);
    expect(module.data?.aws_subnets?.cpu_subnets).toMatchObject({
      filter: [{ name: "vpc-id", values: ["${data.aws_vpc.cpu_vpc.id}"] }],
      tags: { Tier: "private" },
      lifecycle: { postcondition: [{ error_message: "The VPC has no subnet with the tags Tier=private." }] },
    });
    expect(resources(module)).toMatchObject({
      subnets: "${tolist(data.aws_subnets.cpu_subnets.ids)}",
      security_group_ids: ["${aws_security_group.cpu_security_group.id}"],
    });
    expect(module.resource?.aws_security_group_rule?.cpu_security_group_https_out).toMatchObject({
      type: "egress",
      from_port: 443,
      to_port: 443,
    });
    expect(Object.keys(module.resource?.aws_security_group_rule ?? {})).toHaveLength(1);
  });

  it("has groups that are looked up where the declaration says so", () => {
    const module = inNetwork({ securityGroupTags: { Name: "lab-batch" } });
    expect(module.data?.aws_security_groups?.cpu_security_groups?.tags).toEqual({ Name: "lab-batch" });
    expect(resources(module)).toMatchObject({
      security_group_ids: "${tolist(data.aws_security_groups.cpu_security_groups.ids)}",
    });
    expect(module.resource?.aws_security_group).toBeUndefined();
  });
});

describe("the roles of environments", () => {
  const made = (module: ReturnType<typeof synthesizeCompute>) =>
    Object.keys(module.resource?.aws_iam_role ?? {}).filter((name) =>
      /^(instance|service|spot_fleet)_role$/.test(name),
    );

  it("are made where an environment needs one", () => {
    expect(made(synthesizeCompute())).toEqual(["instance_role", "service_role"]);
  });

  it("are made once, and the policies that they need stay for as long as environments do", () => {
    const module = synthesizeCompute({
      [`${at.gpu}.computeResources.allocationStrategy`]: undefined,
      [`${at.gpu}.computeResources.launchTemplate`]: undefined,
    });
    expect(made(module).sort()).toEqual(["instance_role", "service_role", "spot_fleet_role"]);
    expect(resource(module, `${cloudControl}.gpu_compute_environment`).depends_on).toEqual([
      "aws_iam_role_policy.instance_role_policy",
      "aws_iam_role_policy_attachment.spot_fleet_role_policy_attachment",
    ]);
  });

  it("are those that are given: an instance profile by name is looked up, because the provider takes an ARN", () => {
    const module = synthesizeCompute({ [`${at.cpu}.computeResources.instanceRole`]: "ecsInstanceRole" });
    expect(module.data?.aws_iam_instance_profile?.cpu_instance_profile).toMatchObject({ name: "ecsInstanceRole" });
    expect(resource(module, native).compute_resources).toMatchObject({
      instance_role: "${data.aws_iam_instance_profile.cpu_instance_profile.arn}",
    });
  });
});

describe("an environment whose instance types change", () => {
  const policy = (strategy: string | undefined) =>
    resource(synthesizeCompute({ [`${at.cpu}.computeResources.allocationStrategy`]: strategy }), native).update_policy;

  it("lets jobs finish on the old instances, where AWS Batch changes them in place", () => {
    expect(policy("BEST_FIT_PROGRESSIVE")).toEqual({
      terminate_jobs_on_update: false,
      job_execution_timeout_minutes: 360,
    });
  });

  it("says nothing of it where AWS Batch cannot", () => {
    expect(policy(undefined)).toBeUndefined();
  });
});

describe("a definition", () => {
  it("is of the provider's resource, which keeps revisions, where these are to stay", () => {
    const module = synthesizeCompute(
      { [`${at.train}.consumableResourceProperties`]: undefined },
      { keepRevisions: true },
    );
    expect(resource(module, "aws_batch_job_definition.train_job_definition")).toMatchObject({
      name: "ml-train",
      deregister_on_new_revision: false,
    });
  });

  it("has in the place of names what they lead to", () => {
    expect(desired(synthesizeCompute(), "train_job_definition")).toMatchObject({
      ContainerProperties: {
        Image: "123456789012.dkr.ecr.eu-west-1.amazonaws.com/churn/train:1.4",
        JobRoleArn: "${aws_iam_role.trainer_job_role.arn}",
        ExecutionRoleArn: "${aws_iam_role.execution_role.arn}",
        Secrets: [{ Name: "KEY", ValueFrom: "${data.aws_secretsmanager_secret.secret_churn_key.arn}:password::" }],
        Volumes: [
          {
            EfsVolumeConfiguration: {
              FileSystemId: "${data.aws_efs_file_system.file_system_churn_data.file_system_id}",
            },
          },
        ],
        LogConfiguration: { Options: { "awslogs-group": "${aws_cloudwatch_log_group.log_group.name}" } },
      },
      ConsumableResourceProperties: {
        ConsumableResourceList: [
          { ConsumableResource: `\${${cloudControl}.licence_consumable_resource.id}`, Quantity: 1 },
        ],
      },
    });
  });

  it("has what Terraform would take for an expression as it is written", () => {
    const command = ["sh", "-c", "echo ${HOME} %{http_code} $5"];
    const module = synthesizeCompute({ [`${at.sum}.containerProperties.command`]: command });
    expect(desired(module, "sum_job_definition")).toMatchObject({
      ContainerProperties: { Command: ["sh", "-c", "echo $${HOME} %%{http_code} $5"] },
    });
  });

  it("looks up two secrets whose names read the same under two addresses", () => {
    const secrets = ["a/b", "a-b"].map((name, index) => ({ name: `KEY${index}`, valueFrom: `\${secret.${name}}` }));
    const module = synthesizeCompute({ [`${at.train}.containerProperties.secrets`]: secrets });
    expect(Object.keys(module.data?.aws_secretsmanager_secret ?? {})).toEqual([
      "secret_a_b",
      expect.stringMatching(/^secret_a_b_[0-9a-f]{8}$/),
    ]);
  });
});

describe("a team", () => {
  it("has a policy, and a topic that is told of its failed jobs where somebody is to be told", () => {
    const module = synthesizeCompute({}, { topicKeyId: "alias/key" });
    expect(resource(module, "aws_iam_policy.ml_team_policy").name).toBe("churn-dev-euwest1-dapf-compute-team-ml");
    expect(resource(module, "aws_sns_topic.ml_team_topic").kms_master_key_id).toBe("alias/key");
    expect(resource(module, "aws_sns_topic_subscription.ml_team_topic_ml_at_example_com")).toMatchObject({
      protocol: "email",
      endpoint: "ml@example.com",
    });
    expect(Object.keys(module.resource?.aws_sns_topic ?? {})).toEqual(["ml_team_topic"]);
  });

  it("tells a topic of somebody else's directly", () => {
    const arn = "arn:aws:sns:eu-west-1:123456789012:others";
    const module = synthesizeCompute({ [`${at.ml}.notify`]: [arn] });
    expect(resource(module, "aws_cloudwatch_event_target.ml_team_failures_target_1").arn).toBe(arn);
    expect(module.resource?.aws_sns_topic).toBeUndefined();
  });
});
