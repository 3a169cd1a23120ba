/** Rules of a container's parts, whatever it runs on. AWS's pages state the conditions; the words are ours, unless a source is named. */
import type { ContainerProperties, TaskContainerProperties } from "@aws-sdk/client-batch";
import { EXCLUSIVE_AWSLOGS_OPTIONS, isUnknownLogOption } from "../../../aws/batch/containers";
import { InvalidRequest } from "../plumbing/errors";

/** One that is a job of its own, or one of a task. */
export type Container = ContainerProperties | TaskContainerProperties;

export function requireParts(container: Container): void {
  requireUlimits(container);
  requireMountPoints(container);
  requireLogOptions(container);
}

/** Ulimit; setrlimit(2), which it is for: the soft limit is at most the hard limit, and -1 is without a limit. */
function requireUlimits({ ulimits = [] }: Container): void {
  const names = new Set<string | undefined>();
  for (const { name, softLimit = 0, hardLimit = 0 } of ulimits) {
    if (names.has(name)) throw new InvalidRequest(`Ulimit ${name} is given more than once.`);
    names.add(name);
    if (hardLimit === -1 || (softLimit !== -1 && softLimit <= hardLimit)) continue;
    throw new InvalidRequest(`The soft limit of ulimit ${name} must not be above its hard limit.`);
  }
}

/** Docker: "Duplicate mount point". */
function requireMountPoints({ mountPoints = [] }: Container): void {
  const paths = mountPoints.flatMap(({ containerPath }) => containerPath ?? []);
  const twice = paths.find((path, index) => paths.indexOf(path) < index);
  if (twice !== undefined) throw new InvalidRequest(`Duplicate mount point: ${twice}`);
}

/** User Guide, "Use the awslogs log driver". ECS's words: "Log driver awslogs disallows options: awslogs-endpoint". */
function requireLogOptions({ logConfiguration: log }: Container): void {
  if (log?.logDriver !== "awslogs") return;
  const options = Object.keys(log.options ?? {});
  const unknown = options.filter(isUnknownLogOption);
  if (unknown.length > 0) throw new InvalidRequest(`Log driver awslogs disallows options: ${unknown.join(", ")}`);
  if (EXCLUSIVE_AWSLOGS_OPTIONS.every((option) => options.includes(option))) {
    throw new InvalidRequest(`${EXCLUSIVE_AWSLOGS_OPTIONS.join(" and ")} cannot both be configured.`);
  }
  const create = log.options?.["awslogs-create-group"];
  if (create !== undefined && create !== "true" && create !== "false") {
    throw new InvalidRequest("awslogs-create-group must be true or false.");
  }
}
