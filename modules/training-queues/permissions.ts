import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import type { Construct } from "constructs";
import { iamArn } from "../../aws/arns";
import type { Place } from "../../aws/place";
import { trustOf } from "../policies/document";
import { executionPolicy } from "./policies/execution";
import { operatorPolicies } from "./policies/operator";
import type { ScopedResource } from "./policies/pack";
import { submitterPolicies } from "./policies/submitter";

/** A resource of AWS, whoever manages it: a construct of CDKTF, or `{ arn: "arn:aws:s3:::theirs" }`. */
export interface WithArn {
  readonly arn: string;
}

export interface PermissionsProps {
  /** Names begin with it. */
  readonly prefix: string;
  readonly place: Place;
  /** Buckets that the jobs read and write. */
  readonly buckets: readonly WithArn[];
  /** Buckets that the jobs only read. */
  readonly inputBuckets: readonly WithArn[];
  /** Repositories of the images that the jobs run. */
  readonly repositories: readonly WithArn[];
  /** @default a role is made */
  readonly executionRoleName?: string;
  readonly serviceEnvironments: readonly ScopedResource[];
  readonly schedulingPolicies: readonly ScopedResource[];
  readonly queues: readonly ScopedResource[];
  readonly shares: readonly ScopedResource[];
}

/** Rights for three kinds of principals, apart from each other: the jobs, who submits them, who deploys the queues. */
export class Permissions {
  /** The role of the training jobs; absent when there is one already. */
  readonly execution: IamRole | undefined;
  /** The role of the training jobs, whoever made it. */
  readonly executionRoleArn: string;
  /** To attach to people and pipelines that submit jobs; more than one when the queues are many. */
  readonly submitter: readonly IamPolicy[];
  /** To attach to whoever deploys the queues; more than one when the queues are many. */
  readonly operator: readonly IamPolicy[];

  constructor(scope: Construct, props: PermissionsProps) {
    const { prefix, place, buckets, inputBuckets, repositories, executionRoleName: given, ...declared } = props;
    const roleName = given ?? `${prefix}-dapf-training-queues-execution`;
    const roleArn = iamArn(place, `role/${roleName}`);

    if (given === undefined) {
      this.execution = new IamRole(scope, "execution", {
        name: roleName,
        description: "Role for the SageMaker training jobs of the queues",
        // Nobody else's SageMaker may use it, should its ARN become known
        // (https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html).
        assumeRolePolicy: trustOf("sagemaker.amazonaws.com", { StringEquals: { "aws:SourceAccount": place.account } }),
      });
      new IamRolePolicy(this.execution, "policy", {
        name: roleName,
        role: this.execution.name,
        policy: executionPolicy({
          ...place,
          bucketArns: arnsOf(buckets),
          inputBucketArns: arnsOf(inputBuckets),
          repositoryArns: arnsOf(repositories),
        }),
      });
    }
    this.executionRoleArn = this.execution?.arn ?? roleArn;

    const executionRole = { value: this.executionRoleArn, arn: roleArn };
    const submitting = submitterPolicies({ ...place, ...declared, executionRole });
    this.submitter = numbered(submitting, (number, policy) => {
      return new IamPolicy(scope, `submitter${number.replace("-", "_")}`, {
        name: `${prefix}-dapf-training-queues-submitter${number}`,
        description: "Submit SageMaker training jobs to the queues, watch and end them",
        policy,
      });
    });
    this.operator = numbered(operatorPolicies({ ...place, ...declared }), (number, policy) => {
      return new IamPolicy(scope, `operator${number.replace("-", "_")}`, {
        name: `${prefix}-dapf-training-queues-operator${number}`,
        description: "Deploy the queues for SageMaker training jobs",
        policy,
      });
    });
  }
}

const arnsOf = (resources: readonly WithArn[]) => resources.map(({ arn }) => arn);

/** The first has no number, so that its name stays when a second is added. */
function numbered(policies: readonly string[], make: (number: string, policy: string) => IamPolicy): IamPolicy[] {
  return policies.map((policy, index) => make(index === 0 ? "" : `-${index + 1}`, policy));
}
