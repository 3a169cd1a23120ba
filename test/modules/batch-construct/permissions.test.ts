import { batchRepository, statementsOf, synthesizeBatch, type WrittenStatement } from "./support";

/**
 * Actions for which AWS knows no resource
 * (https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html).
 */
const withoutResource = [
  "batch:DescribeJobs",
  "batch:ListJobs",
  "cloudwatch:PutMetricData",
  "ec2:DescribeTags",
  "ec2messages:AcknowledgeMessage",
  "ec2messages:DeleteMessage",
  "ec2messages:FailMessage",
  "ec2messages:GetEndpoint",
  "ec2messages:GetMessages",
  "ec2messages:SendReply",
  "ecr:GetAuthorizationToken",
  "ecs:DiscoverPollEndpoint",
  "logs:CreateLogDelivery",
  "logs:DeleteLogDelivery",
  "logs:DescribeLogGroups",
  "logs:DescribeResourcePolicies",
  "logs:GetLogDelivery",
  "logs:ListLogDeliveries",
  "logs:PutResourcePolicy",
  "logs:UpdateLogDelivery",
  "ssmmessages:CreateControlChannel",
  "ssmmessages:CreateDataChannel",
  "ssmmessages:OpenControlChannel",
  "ssmmessages:OpenDataChannel",
];

/** Resources that AWS gives an account, or that AWS names; nothing in their ARNs tells the environment. */
const ofTheAccount = [
  /^arn:aws:athena:[^:]+:\d+:workgroup\/primary$/,
  /^arn:aws:batch:[^:]+:\d+:job\/\*$/,
  /^arn:aws:ec2:[^:]+:\d+:instance\/\*$/,
  /^arn:aws:events:[^:]+:\d+:rule\/StepFunctionsGetEventsForSageMakerProcessingJobsRule$/,
  /^arn:aws:glue:[^:]+:\d+:(catalog|database\/default|table\/default\/\*)$/,
  /^arn:aws:logs:[^:]+:\d+:log-group:\/aws-glue\/\*$/,
  /^arn:aws:logs:[^:]+:\d+:log-group:\/aws\/sagemaker\/ProcessingJobs(:\*)?$/,
  /^arn:aws:ssm:[^:]+:\d+:managed-instance\/\*$/,
];

interface Granted extends WrittenStatement {
  /** Address of the policy, for the message of a failing test. */
  readonly policy: string;
}

const { files } = synthesizeBatch(batchRepository());
const batchModules = Object.entries(files).filter(([file]) => file.startsWith("modules/batch_"));

const granted: Granted[] = batchModules.flatMap(([file, { resource = {} }]) =>
  ["aws_iam_policy", "aws_iam_role_policy"].flatMap((type) =>
    Object.entries(resource[type] ?? {}).flatMap(([name, { policy }]) =>
      statementsOf(policy).map((statement) => ({ ...statement, policy: `${file}: ${type}.${name}` })),
    ),
  ),
);

describe("what the roles of both contexts may do", () => {
  test("is stated in policies of their own, for each of the constructs' roles", () => {
    const ofConstructs = granted.filter(({ policy }) => policy.includes("_construct/"));
    const policies = new Set(ofConstructs.map(({ policy }) => policy.replace(/.*: /, "")));

    expect([...policies].sort()).toEqual([
      "aws_iam_policy.glue_job_policy",
      "aws_iam_policy.orchestrator_glue_policy",
      "aws_iam_policy.orchestrator_logs_policy",
      "aws_iam_policy.orchestrator_steps_policy",
      "aws_iam_role_policy.executioner_policy",
      "aws_iam_role_policy.glue_job_data_policy",
      "aws_iam_role_policy.instance_policy",
      "aws_iam_role_policy.processing_policy",
    ]);
  });

  test("is allowed action by action, without wildcards", () => {
    expect(granted.filter(({ Action }) => Action.some((action) => action.includes("*")))).toEqual([]);
    expect(granted.every(({ Effect }) => Effect === "Allow")).toBe(true);
  });

  test("is on every resource only for actions that AWS cannot restrict", () => {
    const everywhere = granted.filter(({ Resource = ["*"] }) => Resource.includes("*"));

    expect(everywhere.length).toBeGreaterThan(0);
    expect(
      everywhere.flatMap(({ policy, Action }) =>
        Action.filter((action) => !withoutResource.includes(action)).map((action) => `${policy} ${action}`),
      ),
    ).toEqual([]);
  });

  test("is otherwise on resources of the environment, or on those that AWS names", () => {
    const others = granted.flatMap(({ policy, Resource = [] }) =>
      Resource.filter((arn) => arn !== "*")
        // A reference is to a resource of this Terraform configuration.
        .filter((arn) => !arn.startsWith("<") && !/[:/]<[^<>]+>/.test(arn) && !arn.includes("churn-dev-euwest1"))
        .filter((arn) => !ofTheAccount.some((known) => known.test(arn)))
        .map((arn) => `${policy} ${arn}`),
    );

    expect(others).toEqual([]);
  });

  test("is to write metrics in one namespace only", () => {
    const metrics = granted.filter(({ Action }) => Action.includes("cloudwatch:PutMetricData"));

    expect(metrics.length).toBeGreaterThan(0);
    for (const { Condition } of metrics) {
      expect(Condition).toEqual({ StringEquals: { "cloudwatch:namespace": expect.any(String) } });
    }
  });

  test("is to hand a role on to one service only", () => {
    const passing = granted.filter(({ Action }) => Action.includes("iam:PassRole"));

    expect(passing.length).toBeGreaterThan(0);
    for (const { Condition, Resource } of passing) {
      expect(Condition).toEqual({ StringEquals: { "iam:PassedToService": expect.any(String) } });
      expect(Resource).toHaveLength(1);
    }
  });

  test("comes from one policy of AWS only, the one that AWS Batch prescribes for its service role", () => {
    const attached = batchModules.flatMap(([, { resource = {} }]) =>
      Object.values(resource.aws_iam_role_policy_attachment ?? {}).map(({ policy_arn }) => String(policy_arn)),
    );

    expect([...new Set(attached.filter((arn) => arn.includes(":aws:policy/")))]).toEqual([
      "arn:aws:iam::aws:policy/service-role/AWSBatchServiceRole",
    ]);
  });

  test("lets a machine be a member of its own cluster and of no other", () => {
    const cluster = granted.filter(
      ({ policy, Sid }) => policy.endsWith("instance_policy") && ["Cluster", "ContainerInstance"].includes(Sid),
    );

    expect(cluster.map(({ Resource }) => Resource)).toEqual([
      ["<aws_batch_compute_environment.compute_environment.ecs_cluster_arn>"],
      [expect.stringContaining(":container-instance/")],
      ["<aws_batch_compute_environment.compute_environment.ecs_cluster_arn>"],
      [expect.stringContaining(":container-instance/")],
    ]);
  });
});

describe("who may take the roles", () => {
  test("is one AWS service each, and of ECS and SageMaker only this account's", () => {
    const trust = Object.fromEntries(
      Object.entries(
        files["modules/batch_training/modules/training_construct/main.tf.json"]?.resource?.aws_iam_role ?? {},
      )
        .filter(([name]) => !name.startsWith("orchestrator"))
        .map(([name, { assume_role_policy }]) => [name, statementsOf(assume_role_policy)]),
    );
    const only = (Service: string) => [expect.objectContaining({ Principal: { Service }, Action: ["sts:AssumeRole"] })];
    const ofThisAccount = (Service: string) => [
      expect.objectContaining({
        Principal: { Service },
        Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
      }),
    ];

    expect(trust).toEqual({
      executioner: ofThisAccount("ecs-tasks.amazonaws.com"),
      processing: ofThisAccount("sagemaker.amazonaws.com"),
      glue_job: only("glue.amazonaws.com"),
      instance: only("ec2.amazonaws.com"),
      service: only("batch.amazonaws.com"),
    });
  });
});

describe("a bucket", () => {
  const policies = batchModules.flatMap(([, { resource = {} }]) => Object.values(resource.aws_s3_bucket_policy ?? {}));

  test("refuses what is not TLS 1.2 or later, from anybody, and allows nothing by itself", () => {
    expect(policies).toHaveLength(4);
    for (const { policy } of policies) {
      expect(statementsOf(policy)).toEqual([
        expect.objectContaining({
          Effect: "Deny",
          Principal: "*",
          Action: ["s3:*"],
          Condition: { NumericLessThan: { "s3:TlsVersion": "1.2" } },
        }),
        expect.objectContaining({
          Effect: "Deny",
          Principal: "*",
          Action: ["s3:*"],
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        }),
      ]);
    }
  });
});
