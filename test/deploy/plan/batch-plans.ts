/** Plans about AWS Batch as `terraform show -json` tells of them, for tests. */
import type { PlannedChange } from "../../../deploy/plan/changes";

const HEAD = "arn:aws:batch:eu-west-1:123456789012";

export const arn = (resource: string) => `${HEAD}:${resource}`;

/** Addresses as the modules of shared compute and of training queues have them. */
export const at = {
  queue: "module.shared_compute.aws_batch_job_queue.cpu_job_queue",
  environment: "module.shared_compute.aws_batch_compute_environment.cpu_compute_environment",
  own: "module.shared_compute.aws_cloudcontrolapi_resource.own_compute_environment",
  training: "module.training_queues.aws_cloudcontrolapi_resource.fifo_job_queue",
  share: "module.training_queues.aws_cloudcontrolapi_resource.a_quota_share",
} as const;

export const change = (address: string, action: PlannedChange["action"], more: Partial<PlannedChange> = {}) => {
  const parts = address.split(".");
  return { address, type: parts.at(-2) ?? "", module: parts.slice(0, -2).join("."), action, ...more };
};

export interface Entry {
  readonly address: string;
  readonly actions: readonly string[];
  readonly before: object;
  readonly after?: object;
  readonly replace_paths?: readonly (readonly string[])[];
}

export const planOf = (...entries: readonly Entry[]): string =>
  JSON.stringify({
    format_version: "1.2",
    resource_changes: entries.map(({ address, after = null, ...change }) => {
      return { address, change: { after, after_unknown: {}, ...change } };
    }),
  });

export const queue = (name: string) => ({ name, arn: arn(`job-queue/${name}`), id: arn(`job-queue/${name}`) });

export const environment = (name: string) => ({
  compute_environment_name: name,
  arn: arn(`compute-environment/${name}`),
});

/** A resource of Cloud Control: CloudFormation's model as text. */
export const cloud = (typeName: string, id: string, properties: object) => ({
  type_name: typeName,
  id: arn(id),
  properties: JSON.stringify(properties),
  desired_state: JSON.stringify(properties),
});

/** A compute environment that is made anew, in one order or the other. */
export const replaced = (name: string, next: string | undefined, actions = ["create", "delete"]): Entry => ({
  address: at.environment,
  actions,
  before: environment(name),
  after: next === undefined ? {} : { compute_environment_name: next },
  replace_paths: [["compute_environment_name"]],
});
