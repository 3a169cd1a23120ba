import * as fc from "fast-check";
import { executionerPolicy } from "../../../modules/batch-construct/policies/executioner";
import {
  glueJobDataPolicy,
  glueJobPolicy,
  type GlueJobPolicyProps,
} from "../../../modules/batch-construct/policies/glue-job";
import { instancePolicy } from "../../../modules/batch-construct/policies/instance";
import { processingPolicy } from "../../../modules/batch-construct/policies/processing";
import { statementsOf } from "./support";

// IAM: quotas of characters, white space not counted (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html).
const managedPolicyLimit = 6144;
const inlinePoliciesLimit = 10240;

/** What the platform hands to the policies, with every name as long as it can be. */
function propsFor(
  prefix: string,
  region: string,
  context: "training" | "inferencing",
): GlueJobPolicyProps & {
  logGroupArn: string;
  prefix: string;
} {
  const account = "123456789012";
  const arn = (service: string, rest: string) => `arn:aws-us-gov:${service}:${region}:${account}:${rest}`;
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
    completeStatusArn: arn("ssm", `parameter/${prefix}-dapf-ssm/${context}/${context}_complete_status`),
    jobQueueArn: arn("batch", `job-queue/${prefix}-dapf-batch-${context}-job-queue`),
    jobDefinitionArn: arn("batch", `job-definition/${prefix}-dapf-batch-${context}-job-def`),
    databases: Array.from({ length: 12 }, (_, index) => `${prefix}_database_${index}`),
    eventBusArn: arn("events", `event-bus/${prefix}-dapf-cb`),
    topicArn: arn("sns", `${prefix}-dapf-notifier`),
    modelPackageGroupName: `${prefix}-dapf-mpg`,
    centralBucket: "x".repeat(63),
    repositoryArns: ["preprocessing", context].map((name) => arn("ecr", `repository/${prefix}/${context}-job/${name}`)),
    logGroupArn: arn("logs", `log-group:${prefix}/batch/${context}`),
  };
}

const prefixes = fc.stringMatching(/^[a-z][a-z0-9]{2,19}$/);
const regions = fc.constantFrom("ap-south-1", "us-gov-west-1", "ap-southeast-7");
const contexts = fc.constantFrom("training" as const, "inferencing" as const);

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

  test("let only training register models", () => {
    const registers = (context: "training" | "inferencing") =>
      statementsOf(glueJobPolicy(propsFor("churn", "ap-south-1", context))).some(({ Action }) =>
        Action.includes("sagemaker:CreateModelPackage"),
      );

    expect([registers("training"), registers("inferencing")]).toEqual([true, false]);
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
      { Resource: [props.jobQueueArn, props.jobDefinitionArn, `${props.jobDefinitionArn}:*`] },
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
});
