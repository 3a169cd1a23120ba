/** Rules of job queues of containers. */
import { QUOTAS } from "../../../aws/batch/limits";
import { architecturesOf, environmentKind, type ComputeKind } from "../declarations";
import { apiReference, serviceMessage, userGuide, wholeNumber, type Finding, type Rule } from "./rule";

const ORDER = "computeEnvironmentOrder";
const MOST = QUOTAS.computeEnvironmentsPerQueue;

export const environmentCount: Rule = {
  demand: `A queue has 1 to ${MOST} compute environments`,
  source: userGuide("service_limits"),
  severity: "error",
  check: ({ jobQueues }) =>
    jobQueues.flatMap(({ path, request }) => {
      const found = request.computeEnvironmentOrder?.length;
      if (found === undefined || (found >= 1 && found <= MOST)) return [];
      return [{ path: [...path, ORDER], rule: "has too few or too many entries", found, allowed: [`1..${MOST}`] }];
    }),
};

export const environmentOrder: Rule = {
  demand: "Each environment of a queue stands once in its order, and has a place of its own, a whole number from 0",
  source: serviceMessage(
    "Duplicate ComputeEnvironment order values. / Duplicate ComputeEnvironments within order list.",
  ),
  severity: "error",
  check: ({ jobQueues, links }) =>
    jobQueues.flatMap(({ path, request }) => {
      const entries = request.computeEnvironmentOrder ?? [];
      const places = entries.map((entry) => entry?.order);
      const environments = entries.map((entry) => {
        const link = links.environments.find(entry?.computeEnvironment);
        return link?.kind === "declared" ? link.target : entry?.computeEnvironment;
      });
      return entries.flatMap((entry, index): Finding[] => {
        const at = [...path, ORDER, index];
        const firstPlace = places.indexOf(places[index]);
        const first = environments.indexOf(environments[index]);
        return [
          ...wholeNumber([...at, "order"], entry?.order),
          ...(places[index] === undefined || firstPlace === index
            ? []
            : [
                {
                  path: [...at, "order"],
                  rule: `is the place of ${ORDER}[${firstPlace}], too`,
                  found: places[index],
                  allowed: ["each number once"],
                },
              ]),
          ...(environments[index] === undefined || first === index
            ? []
            : [
                {
                  path: [...at, "computeEnvironment"],
                  rule: `repeats that of ${ORDER}[${first}]`,
                  hint: "keep one of the two",
                },
              ]),
        ];
      });
    }),
};

const TYPES: Readonly<Record<ComputeKind, string>> = { EC2: "ECS", FARGATE: "ECS_FARGATE" };
const WORDS: Readonly<Record<ComputeKind, string>> = { EC2: "EC2 or SPOT", FARGATE: "FARGATE or FARGATE_SPOT" };

export const oneKind: Rule = {
  demand:
    "The environments of a queue are all of EC2 (EC2, SPOT) or all of Fargate, as its jobQueueType says if it has one",
  source: apiReference("ComputeEnvironmentOrder"),
  severity: "error",
  check: (file) =>
    file.jobQueues.flatMap((queue) => {
      const placed = file.declaredEnvironmentsOf(queue).flatMap((one) => {
        const kind = environmentKind(one.environment);
        return kind === undefined ? [] : [{ ...one, kind }];
      });
      const [first] = placed;
      if (first === undefined) return [];
      const others = placed.filter(({ kind }) => kind !== first.kind);
      const { jobQueueType } = queue.request;
      const isOfType = jobQueueType === undefined || jobQueueType === TYPES[first.kind];
      return [
        ...others.map(({ path, environment, kind }) => ({
          path,
          rule: `cannot be ${environment.key}, which is of ${WORDS[kind]}: ${first.environment.key} is of ${WORDS[first.kind]}`,
          allowed: [`an environment of ${WORDS[first.kind]}`],
        })),
        ...(isOfType
          ? []
          : [
              {
                path: [...queue.path, "jobQueueType"],
                rule: `does not go with ${first.environment.key}, which is of ${WORDS[first.kind]}`,
                found: jobQueueType,
                allowed: [TYPES[first.kind]],
              },
            ]),
      ];
    }),
};

export const queueArchitecture: Rule = {
  demand: "The environments of a queue share one architecture: x86 or Arm",
  source: apiReference("ComputeEnvironmentOrder"),
  severity: "error",
  check: (file) =>
    file.jobQueues.flatMap((queue) => {
      const placed = file.declaredEnvironmentsOf(queue).flatMap((one) => {
        // One with both is wrong itself, and told.
        const [architecture, second] = architecturesOf(one.environment);
        return architecture === undefined || second !== undefined ? [] : [{ ...one, architecture }];
      });
      const [first] = placed;
      if (first === undefined) return [];
      return placed
        .filter(({ architecture }) => architecture !== first.architecture)
        .map(({ path, environment, architecture }) => ({
          path,
          rule: `cannot be ${environment.key}, which is ${architecture}: ${first.environment.key} is ${first.architecture}`,
          allowed: [`an environment of ${first.architecture}`],
        }));
    }),
};

/** CreateComputeEnvironment, unmanagedvCpus: "If this parameter isn't provided for a fair-share job queue, no vCPU capacity is reserved." */
export const reservedOfUnmanaged: Rule = {
  demand:
    "An environment that is UNMANAGED says its unmanagedvCpus where the policy of a queue reserves a part of them",
  source: apiReference("CreateComputeEnvironment"),
  severity: "warning",
  check: (file) =>
    file.jobQueues.flatMap((queue) => {
      const policy = file.schedulingPolicyOf(queue);
      const { computeReservation = 0 } =
        (policy?.kind === "declared" ? policy.target.request.fairsharePolicy : undefined) ?? {};
      if (computeReservation === 0) return [];
      return file
        .declaredEnvironmentsOf(queue)
        .filter(({ environment: { request, isBroken } }) => {
          return request.type === "UNMANAGED" && request.unmanagedvCpus === undefined && !isBroken("unmanagedvCpus");
        })
        .map(({ environment }) => ({
          path: [...environment.path, "unmanagedvCpus"],
          rule: `is missing, so that the queue ${queue.key} reserves nothing for share identifiers that are not in use`,
          hint: "say how many vCPUs its instances have",
        }));
    }),
};
