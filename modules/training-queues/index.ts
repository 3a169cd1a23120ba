import type { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import type { Construct } from "constructs";
import type { Environment } from "../../config/environment";
import {
  queueArns,
  queueContext,
  type Reference,
  type TrainingQueues as Declarations,
} from "../../config/training-queues";
import type { BatchConstruct } from "../batch-construct";
import { reportLoose } from "../framework/strict";
import { TerraformModule } from "../framework/terraform-module";
import type { BatchResource } from "./batch-resource";
import { JobQueue } from "./job-queue";
import { Permissions } from "./permissions";
import type { ScopedResource } from "./policies/pack";
import { QuotaShare } from "./quota-share";
import { SchedulingPolicy } from "./scheduling-policy";
import { ServiceEnvironment } from "./service-environment";

export interface TrainingQueuesProps {
  readonly environment: Environment;
  readonly declarations: Declarations;
  /** Whose images and buckets the jobs use. */
  readonly training: BatchConstruct;
  /** Buckets of other parts of the platform that the jobs read. */
  readonly inputBuckets: readonly S3Bucket[];
}

/** The queues of SageMaker training jobs that an environment declares, and who may use them. */
export class TrainingQueues extends TerraformModule {
  /** By the key of the declaration, as all of these. */
  readonly serviceEnvironments: ReadonlyMap<string, ServiceEnvironment>;
  readonly schedulingPolicies: ReadonlyMap<string, SchedulingPolicy>;
  readonly jobQueues: ReadonlyMap<string, JobQueue>;
  readonly quotaShares: ReadonlyMap<string, QuotaShare>;
  readonly permissions: Permissions;

  constructor(scope: Construct, id: string, props: TrainingQueuesProps) {
    super(scope, id);
    const { environment, declarations, training, inputBuckets } = props;
    const context = queueContext(environment);
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
      environment,
      training,
      inputBuckets,
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
