import * as fc from "fast-check";
import { executionerPolicy, type ExecutionerPolicyProps } from "../../../modules/batch-construct/policies/executioner";
import {
  glueJobDataPolicy,
  glueJobPolicy,
  type GlueJobPolicyProps,
} from "../../../modules/batch-construct/policies/glue-job";
import { instancePolicy } from "../../../modules/batch-construct/policies/instance";
import { processingPolicy, type ProcessingPolicyProps } from "../../../modules/batch-construct/policies/processing";
import { publishing } from "../../../modules/policies/notifications";
import { statementsOf } from "./support";

// IAM: quotas of characters, white space not counted (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html).
const managedPolicyLimit = 6144;
const inlinePoliciesLimit = 10240;

/** What the platform hands to the policies, with every name as long as it can be. */
function propsFor(
  prefix: string,
  region: string,
  context: "training" | "inferencing",
): GlueJobPolicyProps & ExecutionerPolicyProps & ProcessingPolicyProps {
  const account = "123456789012";
  const arn = (service: string, rest: string) => `arn:aws-us-gov:${service}:${region}:${account}:${rest}`;
  const topic = arn("sns", `${prefix}-dapf-notifier`);
  const buckets = (names: string[]) => names.map((name) => `arn:aws-us-gov:s3:::${prefix}-${name}`);
  return {
    context,
    prefix,
    partition: "aws-us-gov",
    region,
    account,
    bucketArns: buckets([`${context}-internal`, `${context}-shared`]),
    inputBucketArns: buckets(["analytics-etl", "training-internal", "training-shared"]),
    tableArns: ["input", "state", "meta"].map((name) => arn("dynamodb", `table/${prefix}-${context}-${name}-table`)),
    parameterArns: [
      `ecr_preprocessing`,
      `ecr_${context}`,
      `${context}_complete_status`,
      `live_${context}_batch_job_definition`,
      "winner_algorithm",
      "approved_model_prefix_path",
    ].map((name) => arn("ssm", `parameter/${prefix}-dapf-ssm/${context}/${name}`)),
    outputBucketArn: `arn:aws-us-gov:s3:::${prefix}-${context}-shared`,
    metaTableArn: arn("dynamodb", `table/${prefix}-${context}-meta-table`),
    completeStatusArn: arn("ssm", `parameter/${prefix}-dapf-ssm/${context}/${context}_complete_status`),
    jobQueueArn: arn("batch", `job-queue/${prefix}-dapf-batch-${context}-job-queue`),
    jobDefinitionArn: arn("batch", `job-definition/${prefix}-dapf-batch-${context}-job-def`),
    databases: Array.from({ length: 12 }, (_, index) => `${prefix}_database_${index}`),
    eventBusArn: arn("events", `event-bus/${prefix}-dapf-cb`),
    jobQueueName: `${prefix}-dapf-batch-${context}-job-queue`,
    publishing: publishing({
      ...{ partition: "aws-us-gov", region, account },
      topicArn: topic,
      foreignKey: arn("kms", `alias/${"x".repeat(200)}`),
    }),
    modelPackageGroupName: `${prefix}-dapf-mpg`,
    centralBucket: "x".repeat(63),
    repositoryArns: ["preprocessing", context].map((name) => arn("ecr", `repository/${prefix}/${context}-job/${name}`)),
    logGroupArn: arn("logs", `log-group:${prefix}/batch/${context}`),
  };
}

const prefixes = fc.stringMatching(/^[a-z][a-z0-9]{2,19}$/);
const regions = fc.constantFrom("ap-south-1", "us-gov-west-1", "ap-southeast-7");
const contexts = fc.constantFrom("training" as const, "inferencing" as const);

const jobs = "arn:aws-us-gov:batch:ap-south-1:123456789012:job/*";

describe("the policies of a context", () => {
  test("fit IAM's quotas whatever the environment is called", () => {
    fc.assert(
      fc.property(prefixes, regions, contexts, (prefix, region, context) => {
        const props = propsFor(prefix, region, context);
        const clusterArn = `arn:aws:ecs:${region}:123456789012:cluster/${"x".repeat(128)}`;
        expect(glueJobPolicy(props).length).toBeLessThanOrEqual(managedPolicyLimit);
        expect(glueJobDataPolicy(props).length).toBeLessThanOrEqual(inlinePoliciesLimit);
        expect(executionerPolicy(props).length).toBeLessThanOrEqual(inlinePoliciesLimit);
        expect(processingPolicy(props).length).toBeLessThanOrEqual(inlinePoliciesLimit);
        expect(
          instancePolicy({ ...props, clusterArn, containerInstanceArns: `${clusterArn}/*` }).length,
        ).toBeLessThanOrEqual(inlinePoliciesLimit);
      }),
    );
  });

  test("name no bucket, table, parameter or repository of another environment", () => {
    fc.assert(
      fc.property(prefixes, contexts, (prefix, context) => {
        const props = { ...propsFor(prefix, "ap-south-1", context), centralBucket: "random" };
        const named = [
          glueJobPolicy(props),
          glueJobDataPolicy(props),
          executionerPolicy(props),
          processingPolicy(props),
        ]
          .flatMap(statementsOf)
          .flatMap(({ Resource = [] }) => Resource)
          .filter((arn) => /:(s3|dynamodb|ssm|ecr|secretsmanager|sns|events):/.test(arn));
        expect(named.length).toBeGreaterThan(0);
        expect(named.filter((arn) => !arn.includes(prefix))).toEqual([]);
      }),
    );
  });

  test("let only training use the model registry, and only register, list and describe", () => {
    const registry = (context: "training" | "inferencing") =>
      statementsOf(glueJobPolicy(propsFor("churn", "ap-south-1", context)))
        .flatMap(({ Action }) => Action)
        .filter((action) => action.startsWith("sagemaker:"));

    expect(registry("training")).toEqual([
      "sagemaker:CreateModelPackage",
      "sagemaker:DescribeModelPackage",
      "sagemaker:ListModelPackages",
    ]);
    expect(registry("inferencing")).toEqual([]);
  });

  test("let only the roles of Spark jobs delete objects", () => {
    const deletes = (policy: string) => statementsOf(policy).some(({ Action }) => Action.includes("s3:DeleteObject"));
    const props = propsFor("churn", "ap-south-1", "training");

    expect(deletes(glueJobDataPolicy(props))).toBe(true);
    expect([executionerPolicy(props), processingPolicy(props)].map(deletes)).toEqual([false, false]);
  });

  test("let a container read one item at a time, of the meta table, and write no row of any table", () => {
    const props = propsFor("churn", "ap-south-1", "training");
    const tables = (policy: string) =>
      statementsOf(policy)
        .filter(({ Action }) => Action.some((action) => action.startsWith("dynamodb:")))
        .map(({ Action, Resource }) => [Action, Resource]);

    expect(tables(executionerPolicy(props))).toEqual([[["dynamodb:GetItem"], [props.metaTableArn]]]);
    expect(tables(processingPolicy(props))).toEqual([
      [["dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:Query", "dynamodb:Scan"], [props.metaTableArn]],
    ]);
  });

  test("let a container write into the bucket of its output only, not to where the scripts of other roles are", () => {
    const props = propsFor("churn", "ap-south-1", "inferencing");
    const writing = statementsOf(executionerPolicy(props)).filter(({ Action }) => Action.includes("s3:PutObject"));

    expect(writing.map(({ Resource }) => Resource)).toEqual([["arn:aws-us-gov:s3:::churn-inferencing-shared/*"]]);
    expect(statementsOf(executionerPolicy(props)).flatMap(({ Action }) => Action)).not.toContain("ssm:GetParameter");
  });

  test("let a Glue job write the status of its run and no other parameter", () => {
    const props = propsFor("churn", "ap-south-1", "training");
    const writing = statementsOf(glueJobDataPolicy(props)).filter(({ Action }) => Action.includes("ssm:PutParameter"));

    expect(writing).toMatchObject([{ Action: ["ssm:PutParameter"], Resource: [props.completeStatusArn] }]);
  });

  test("let a Glue job submit to the queue of its context, with any revision of the job definition", () => {
    const props = propsFor("churn", "ap-south-1", "training");
    const submitting = statementsOf(glueJobPolicy(props)).filter(({ Action }) => Action.includes("batch:SubmitJob"));

    expect(submitting).toMatchObject([
      { Resource: [props.jobQueueArn, props.jobDefinitionArn, `${props.jobDefinitionArn}:*`, jobs] },
    ]);
  });

  test("let a Glue job tag jobs as those of its queue and in no other way, and end such jobs only", () => {
    const props = propsFor("churn", "ap-south-1", "training");
    const statements = statementsOf(glueJobPolicy(props));
    const queue = "churn-dapf-batch-training-job-queue";

    expect(statements.filter(({ Action }) => Action.includes("batch:TagResource"))).toMatchObject([
      {
        Resource: [jobs],
        Condition: {
          StringEquals: { "aws:RequestTag/dapf-queue": queue },
          "ForAllValues:StringEquals": { "aws:TagKeys": "dapf-queue" },
        },
      },
    ]);
    expect(statements.filter(({ Action }) => Action.includes("batch:TerminateJob"))).toMatchObject([
      { Resource: [jobs], Condition: { StringEquals: { "aws:ResourceTag/dapf-queue": queue } } },
    ]);
  });

  test("reach into the bucket of another account only when the environment names one", () => {
    const props = propsFor("churn", "ap-south-1", "training");
    const central = (centralBucket: string) =>
      statementsOf(glueJobDataPolicy({ ...props, centralBucket })).find(({ Sid }) => Sid === "CentralResults")
        ?.Resource;

    expect(central("quality-of-all")).toEqual(["arn:aws-us-gov:s3:::quality-of-all/*"]);
    expect(central("random")).toBeUndefined();
  });

  test("reach that bucket's key, which is of another account, through S3 and for nothing else", () => {
    const keys = (centralBucket: string) =>
      statementsOf(glueJobDataPolicy({ ...propsFor("churn", "ap-south-1", "training"), centralBucket })).find(
        ({ Sid }) => Sid === "KeysOfCentralResults",
      );

    expect(keys("quality-of-all")).toMatchObject({
      Action: ["kms:Decrypt", "kms:GenerateDataKey"],
      Resource: ["arn:aws-us-gov:kms:ap-south-1:*:key/*"],
      Condition: {
        StringEquals: { "kms:ViaService": "s3.ap-south-1.amazonaws.com" },
        StringLike: {
          "kms:EncryptionContext:aws:s3:arn": [
            "arn:aws-us-gov:s3:::quality-of-all",
            "arn:aws-us-gov:s3:::quality-of-all/*",
          ],
        },
      },
    });
    expect(keys("random")).toBeUndefined();
  });
});
