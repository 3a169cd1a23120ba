import { changed, many, valid } from "../../config/training-queues/fixture";
import { statementsOf, type WrittenStatement } from "../batch-construct/support";
import type { TerraformJson } from "../module-app";
import { argument, synthesizeQueues } from "./support";

const named = (statements: readonly WrittenStatement[], sid: string): WrittenStatement => {
  const found = statements.find(({ Sid }) => Sid === sid);
  if (found === undefined) throw new Error(`there is no statement ${sid}`);
  return found;
};
const policy = (module: TerraformJson, name: string) =>
  statementsOf(argument(module, "aws_iam_policy", name, "policy"));
const arn = (rest: string) => `arn:aws:batch:eu-west-1:123456789012:${rest}`;
const id = (name: string) => `<aws_cloudcontrolapi_resource.${name}.id>`;

const { module: queues } = synthesizeQueues(valid);

describe("who submits jobs", () => {
  const statements = policy(queues, "submitter");

  it("may do so in the declared queues and shares, and sees what goes on in them", () => {
    expect(named(statements, "Queues")).toEqual({
      Sid: "Queues",
      Effect: "Allow",
      Action: ["batch:GetJobQueueSnapshot", "batch:ListQuotaShares", "batch:SubmitServiceJob"],
      Resource: [id("c5_job_queue"), id("g6_job_queue"), id("g5_job_queue")],
    });
    expect(named(statements, "Shares")).toEqual({
      Sid: "Shares",
      Effect: "Allow",
      Action: ["batch:DescribeQuotaShare", "batch:SubmitServiceJob"],
      Resource: [id("a_quota_share"), id("b_quota_share")],
    });
  });

  it("may submit and tag service jobs", () => {
    expect(named(statements, "Jobs")).toEqual({
      Sid: "Jobs",
      Effect: "Allow",
      Action: ["batch:SubmitServiceJob", "batch:TagResource"],
      Resource: [arn("service-job/*")],
    });
  });

  it("may end and reprioritize the jobs of the declared queues only, which a tag tells", () => {
    expect(named(statements, "JobsOfQueues")).toEqual({
      Sid: "JobsOfQueues",
      Effect: "Allow",
      Action: ["batch:TerminateServiceJob", "batch:UpdateServiceJob"],
      Resource: [arn("service-job/*")],
      Condition: { StringEquals: { "aws:ResourceTag/dapf-queue": ["fifo", "fair-share", "quota-share"] } },
    });
    const ending = statements.filter(({ Action }) => Action.some((action) => /:(Terminate|Update)/.test(action)));
    expect(ending).toHaveLength(1);
  });

  it("may read what the jobs of Batch have written, and no other training job", () => {
    const group = "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/sagemaker/TrainingJobs";
    const reading = statements.filter(({ Action }) => Action.some((action) => action.startsWith("logs:")));
    expect(reading.map(({ Action, Resource }) => [Action, Resource])).toEqual([
      [["logs:DescribeLogStreams"], [group, `${group}:*`]],
      [["logs:GetLogEvents"], [`${group}:log-stream:AWSBatch*`]],
    ]);
  });

  it("may use * only for what AWS restricts to no resource, and only in the Region", () => {
    const everywhere = statements.filter(({ Resource }) => Resource?.includes("*"));
    expect(everywhere).toEqual([
      {
        Sid: "WithoutResource",
        Effect: "Allow",
        Action: [
          "batch:DescribeJobQueues",
          "batch:DescribeSchedulingPolicies",
          "batch:DescribeServiceEnvironments",
          "batch:DescribeServiceJob",
          "batch:ListServiceJobs",
        ],
        Resource: ["*"],
        Condition: { StringEquals: { "aws:RequestedRegion": "eu-west-1" } },
      },
    ]);
  });

  it("may pass the execution role, no other, and to SageMaker only", () => {
    const passing = statements.filter(({ Action }) => Action.includes("iam:PassRole"));
    expect(passing).toEqual([
      {
        Sid: "ExecutionRole",
        Effect: "Allow",
        Action: ["iam:PassRole"],
        Condition: { StringEquals: { "iam:PassedToService": "sagemaker.amazonaws.com" } },
        Resource: ["<aws_iam_role.execution.arn>"],
      },
    ]);
  });

  it("may submit to the queue of another file that a share belongs to", () => {
    const theirs = arn("job-queue/theirs");
    const { module: other } = synthesizeQueues(changed({ "QuotaShares.A_QS_CREATE_REQUEST.jobQueue": theirs }));
    expect(named(policy(other, "submitter"), "Queues").Resource).toContain(theirs);
  });
});

describe("who deploys the queues", () => {
  const statements = policy(queues, "operator");

  it("may manage the declared objects, named by the ARNs that they will have", () => {
    const managed = ["ServiceEnvironments", "SchedulingPolicies", "Queues", "Shares"];
    expect(managed.map((sid) => named(statements, sid).Resource)).toEqual([
      [arn("service-environment/c5"), arn("service-environment/g5")],
      [arn("scheduling-policy/fair"), arn("scheduling-policy/quota")],
      [arn("job-queue/fifo"), arn("job-queue/fair-share"), arn("job-queue/quota-share")],
      [arn("job-queue/quota-share/quota-share/a"), arn("job-queue/quota-share/quota-share/b")],
    ]);
    expect(named(statements, "Shares").Action).toEqual([
      "batch:CreateQuotaShare",
      "batch:DeleteQuotaShare",
      "batch:DescribeQuotaShare",
      "batch:TagResource",
      "batch:UntagResource",
      "batch:UpdateQuotaShare",
    ]);
  });

  it("may make Batch's service-linked role for SageMaker, and no other", () => {
    expect(statements.filter(({ Action }) => Action.includes("iam:CreateServiceLinkedRole"))).toEqual([
      {
        Sid: "ServiceLinkedRole",
        Effect: "Allow",
        Action: ["iam:CreateServiceLinkedRole"],
        Resource: ["arn:aws:iam::*:role/*AWSServiceRoleForAWSBatchWithSagemaker"],
        Condition: { StringEquals: { "iam:AWSServiceName": "sagemaker-queuing.batch.amazonaws.com" } },
      },
    ]);
  });

  it("may not submit jobs", () => {
    expect(statements.flatMap(({ Action }) => Action).filter((action) => action.includes("ServiceJob"))).toEqual([]);
  });
});

describe("the jobs", () => {
  it("run under a role that only this account's SageMaker may assume", () => {
    expect(statementsOf(argument(queues, "aws_iam_role", "execution", "assume_role_policy"))).toEqual([
      {
        Sid: "Service",
        Effect: "Allow",
        Principal: { Service: "sagemaker.amazonaws.com" },
        Action: ["sts:AssumeRole"],
        Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
      },
    ]);
  });

  it("may use the buckets and images of training, and log; nothing of Batch or IAM", () => {
    const actions = statementsOf(argument(queues, "aws_iam_role_policy", "execution_policy", "policy")).flatMap(
      ({ Action }) => Action,
    );
    expect([...new Set(actions.map((action) => action.split(":")[0]))].sort()).toEqual([
      "cloudwatch",
      "ecr",
      "logs",
      "s3",
    ]);
  });

  it("run under the role that the environment names, when it names one", () => {
    const { module: other } = synthesizeQueues(valid, { execution_role_name: "theirs" });
    expect(other.resource).not.toHaveProperty("aws_iam_role");
    expect(named(policy(other, "submitter"), "ExecutionRole").Resource).toEqual([
      "arn:aws:iam::123456789012:role/theirs",
    ]);
  });
});

describe("all policies", () => {
  it("have no action with a *", () => {
    const actions = ["submitter", "operator"].flatMap((name) => policy(queues, name)).flatMap(({ Action }) => Action);
    expect(actions.filter((action) => action.includes("*"))).toEqual([]);
  });

  it("spread over several when 50 queues with 20 shares each have the longest names, and lose none", () => {
    const name = (index: number) => `${"x".repeat(124)}${String(index).padStart(4, "0")}`;
    const environment = valid.ServiceEnvs.G5_SE_CREATE_REQUEST;
    const queue = valid.TrainingJobQueues.G5_QUEUE_CREATE_REQUEST;
    const share = valid.QuotaShares.B_QS_CREATE_REQUEST;
    const { module: large } = synthesizeQueues({
      ...valid,
      ServiceEnvs: many(50, (i) => ({
        [`E${i}_SE_NAME`]: name(i),
        [`E${i}_SE_CREATE_REQUEST`]: { ...environment, serviceEnvironmentName: name(i) },
      })),
      TrainingJobQueues: many(50, (i) => ({
        [`Q${i}_QUEUE_NAME`]: name(i),
        [`Q${i}_QUEUE_CREATE_REQUEST`]: {
          ...queue,
          jobQueueName: name(i),
          serviceEnvironmentOrder: [{ order: 1, serviceEnvironment: name(i) }],
        },
      })),
      QuotaShares: many(1000, (i) => ({
        [`S${i}_QS_NAME`]: name(i),
        [`S${i}_QS_CREATE_REQUEST`]: { ...share, quotaShareName: name(i), jobQueue: name(i % 50) },
      })),
    });

    const arnOf: Record<string, (index: number) => string> = {
      job_queue: (i) => arn(`job-queue/${name(i)}`),
      quota_share: (i) => arn(`job-queue/${name(i % 50)}/quota-share/${name(i)}`),
    };
    const resolved = (text: unknown): string =>
      String(text)
        .replace(/\$\{aws_cloudcontrolapi_resource\.\w(\d+)_(\w+)\.id\}/g, (_, i, kind) => {
          return arnOf[String(kind)]?.(Number(i)) ?? "";
        })
        .replace(
          "${aws_iam_role.execution.arn}",
          "arn:aws:iam::123456789012:role/churn-dev-euwest1-dapf-training-queues-execution",
        );
    const all = Object.entries(large.resource?.aws_iam_policy ?? {});
    // IAM: at most 6144 characters a managed policy.
    const lengths = all.map(([, { policy: text }]) => resolved(text).length);
    expect(lengths.filter((length) => length > 6144)).toEqual([]);
    expect(lengths.filter((length) => length < 5500).length).toBeLessThanOrEqual(2);
    const operators = all.filter(([id]) => id.startsWith("operator"));
    expect(operators.slice(0, 2).map(([id, { name: policyName }]) => [id, policyName])).toEqual([
      ["operator", "churn-dev-euwest1-dapf-training-queues-operator"],
      ["operator_2", "churn-dev-euwest1-dapf-training-queues-operator-2"],
    ]);
    const shares = all
      .filter(([id]) => id.startsWith("submitter"))
      .flatMap(([, { policy: text }]) => statementsOf(text))
      .filter(({ Sid }) => Sid === "Shares")
      .flatMap(({ Resource }) => Resource ?? []);
    expect(new Set(shares).size).toBe(1000);
  });
});
