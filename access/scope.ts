import { arnOf, bucketArn, iamArn } from "../aws/arns";
import { placeIn, type Place } from "../aws/place";
import type { Environment, EnvironmentSettings } from "../config/environment";
import { loadCompute } from "../config/compute/load";
import { loadTrainingQueues, queueArns } from "../config/training-queues";
import { computeScope, type ComputeScope } from "./compute-scope";
import type { Conditions } from "./grant";

/** What the policies of an environment are about: its names, as ARNs. */
export interface Scope {
  readonly environment: string;
  readonly prefix: string;
  readonly place: Place;
  readonly settings: EnvironmentSettings;
  /** What the training queues' file declares; names in it are the team's, without the prefix. */
  readonly queues: QueueScope;
  /** What the compute file declares; undefined when there is none. */
  readonly compute: ComputeScope | undefined;
  /** Of the policy that bounds every role of the stack; undefined when the environment has none. */
  readonly boundaryArn: string | undefined;
}

/** ARNs of what belongs to training queues. */
export interface QueueScope {
  readonly serviceEnvironments: readonly string[];
  readonly schedulingPolicies: readonly string[];
  readonly jobQueues: readonly string[];
  readonly quotaShares: readonly string[];
  /** Whether the file declares any. */
  readonly areDeclared: boolean;
}

/** @throws ConfigError when the file of the training queues or of the compute is wrong */
export function scopeOf(environment: Environment): Scope {
  const { name, prefix, settings } = environment;
  const place = placeIn(settings.region, settings.account_number);
  return {
    environment: name,
    prefix,
    place,
    settings,
    queues: queueScope(environment),
    compute: computeScope(loadCompute(environment)),
    boundaryArn: boundaryOf(environment),
  };
}

function queueScope(environment: Environment): QueueScope {
  const declared = loadTrainingQueues(environment);
  const place = placeIn(environment.settings.region, environment.settings.account_number);
  if (declared === undefined) {
    return { serviceEnvironments: [], schedulingPolicies: [], jobQueues: [], quotaShares: [], areDeclared: false };
  }
  const arns = queueArns(declared, place);
  const ofOthers = declared.quotaShares.flatMap(({ jobQueue }) => (jobQueue.kind === "existing" ? jobQueue.arn : []));
  return {
    serviceEnvironments: [...arns.serviceEnvironments.values()],
    schedulingPolicies: [...arns.schedulingPolicies.values()],
    jobQueues: [...new Set([...arns.jobQueues.values(), ...ofOthers])],
    quotaShares: [...arns.quotaShares.values()],
    areDeclared: true,
  };
}

/** The name of the boundary that dapf makes. */
export const boundaryName = (prefix: string): string => `${prefix}-access-boundary`;

/** @returns the ARN of the policy that bounds the roles of an environment, ours or the organization's */
export function boundaryOf({ prefix, settings }: Pick<Environment, "prefix" | "settings">): string | undefined {
  const boundary = settings.access?.boundary ?? false;
  if (typeof boundary === "string") return boundary;
  const place = placeIn(settings.region, settings.account_number);
  return boundary ? iamArn(place, `policy/${boundaryName(prefix)}`) : undefined;
}

/** @param resource e.g. `job/name` @returns its ARN in the environment's Region and account */
export const arn = ({ place }: Scope, service: string, resource: string): string => arnOf(place, service, resource);

/** @param path a bucket, or a bucket and what is in it */
export const bucket = ({ place }: Scope, path: string): string => bucketArn(place.partition, path);

/** @param resource e.g. `role/name` */
export const iam = ({ place }: Scope, resource: string): string => iamArn(place, resource);

/** For actions that AWS restricts to no resource: in the environment's Region only. */
export const inRegion = ({ place }: Pick<Scope, "place">): Conditions => ({
  StringEquals: { "aws:RequestedRegion": place.region },
});

/** The tags by which things without a name are known for the environment's (`config/tags.ts`). */
const ownTags = ({ settings }: Scope, key: "ResourceTag" | "RequestTag") => ({
  [`aws:${key}/environment`]: settings.env,
  [`aws:${key}/project`]: settings.use_case_name,
});

/** Of things that carry the tags of the environment. */
export const tagged = (scope: Scope): Conditions => ({ StringEquals: ownTags(scope, "ResourceTag") });

/** Of requests that give the tags of the environment to what they make. */
export const tagging = (scope: Scope): Conditions => ({ StringEquals: ownTags(scope, "RequestTag") });

/** Of things that carry the tags of the environment, or none of these keys: those of another environment are out of reach. */
export const taggedOrNew = (scope: Scope): Conditions => ({ StringEqualsIfExists: ownTags(scope, "ResourceTag") });
