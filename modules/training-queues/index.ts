import { Construct } from "constructs";
import { queueArns, type Reference, type TrainingQueues as Declarations } from "../../config/training-queues";
import { reportLoose } from "../framework/strict";
import type { BatchResource } from "../batch-resources/batch-resource";
import { JobQueue } from "./job-queue";
import { Permissions, type WithArn } from "./permissions";
import type { ScopedResource } from "./policies/pack";
import { QuotaShare } from "./quota-share";
import { SchedulingPolicy } from "../batch-resources/scheduling-policy";
import { ServiceEnvironment } from "./service-environment";

export interface TrainingQueuesProps {
  /** What the queues are, and where: from `declareTrainingQueues`. */
  readonly declarations: Declarations;
  /** What the names of the role and of the policies begin with; at most 33 characters, of the 64 of a role. */
  readonly prefix: string;
  /** Buckets that the jobs read and write. @default none */
  readonly buckets?: readonly WithArn[];
  /** Buckets that the jobs only read. @default none */
  readonly inputBuckets?: readonly WithArn[];
  /** ECR repositories of the images that the jobs run. @default none */
  readonly repositories?: readonly WithArn[];
  /** Name of an existing role that the jobs run under. @default a role is made that may use the above */
  readonly executionRoleName?: string;
}

/**
 * Queues for SageMaker training jobs (service environments, scheduling policies, job queues, quota shares), and who may
 * use them: a role for the jobs, a policy for who submits them, one for who deploys the queues. For any stack of CDKTF
 * with an AWS provider; the ids of its resources are those of the declarations.
 */
export class TrainingQueues extends Construct {
  /** By the key of the declaration, as all of these. */
  readonly serviceEnvironments: ReadonlyMap<string, ServiceEnvironment>;
  readonly schedulingPolicies: ReadonlyMap<string, SchedulingPolicy>;
  readonly jobQueues: ReadonlyMap<string, JobQueue>;
  readonly quotaShares: ReadonlyMap<string, QuotaShare>;
  readonly permissions: Permissions;

  constructor(scope: Construct, id: string, props: TrainingQueuesProps) {
    super(scope, id);
    const { declarations, prefix, buckets = [], inputBuckets = [], repositories = [], executionRoleName } = props;
    const { context } = declarations;
    const { tags } = context;
    for (const { message } of declarations.warnings) reportLoose(this, message);

    this.serviceEnvironments = byKey(declarations.serviceEnvironments, ({ key, request }) => {
      return new ServiceEnvironment(this, `${key.toLowerCase()}_service_environment`, { request, tags });
    });
    this.schedulingPolicies = byKey(declarations.schedulingPolicies, ({ key, request }) => {
      return new SchedulingPolicy(this, `${key.toLowerCase()}_scheduling_policy`, { request, tags });
    });
    this.jobQueues = byKey(declarations.jobQueues, ({ key, request, serviceEnvironment, schedulingPolicy }) => {
      return new JobQueue(this, `${key.toLowerCase()}_job_queue`, {
        request,
        serviceEnvironment: linked(this.serviceEnvironments, serviceEnvironment),
        schedulingPolicy: schedulingPolicy && linked(this.schedulingPolicies, schedulingPolicy),
        tags,
      });
    });
    this.quotaShares = byKey(declarations.quotaShares, ({ key, request, jobQueue }) => {
      return new QuotaShare(this, `${key.toLowerCase()}_quota_share`, {
        request,
        jobQueue: linked(this.jobQueues, jobQueue),
        tags,
      });
    });

    const arns = queueArns(declarations, context);
    const scoped = (resources: ReadonlyMap<string, BatchResource>, of: ReadonlyMap<string, string>): ScopedResource[] =>
      [...resources].map(([key, { id }]) => ({ value: id, arn: of.get(key) ?? "" }));
    const queuesOfOthers = declarations.quotaShares.flatMap(({ jobQueue }) =>
      jobQueue.kind === "existing" ? jobQueue.arn : [],
    );
    this.permissions = new Permissions(this, {
      prefix,
      place: context,
      buckets,
      inputBuckets,
      repositories,
      executionRoleName,
      serviceEnvironments: scoped(this.serviceEnvironments, arns.serviceEnvironments),
      schedulingPolicies: scoped(this.schedulingPolicies, arns.schedulingPolicies),
      queues: [
        ...scoped(this.jobQueues, arns.jobQueues),
        ...[...new Set(queuesOfOthers)].map((arn) => ({ value: arn, arn })),
      ],
      shares: scoped(this.quotaShares, arns.quotaShares),
    });
  }
}

function linked<R extends BatchResource>(among: ReadonlyMap<string, R>, reference: Reference): R | string {
  if (reference.kind === "existing") return reference.arn;
  const found = among.get(reference.key);
  if (found === undefined) throw new Error(`no construct was made for the declaration ${reference.key}`);
  return found;
}

function byKey<D extends { readonly key: string }, R extends BatchResource>(
  declarations: readonly D[],
  make: (declaration: D) => R,
): ReadonlyMap<string, R> {
  return new Map(declarations.map((declaration) => [declaration.key, make(declaration)]));
}
