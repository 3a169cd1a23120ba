import { NUM_INSTANCES, VCPU } from "../../aws/batch/names";
import type {
  Capacity,
  ComputeEnvironmentOverview,
  EnvironmentOverview,
  QueueOverview,
  ShareOverview,
} from "../../queues";

const schedulingWords = { FIFO: "FIFO", FAIR_SHARE: "fair share", QUOTA_SHARE: "quota share" } as const;

/** The types of compute environments as people write them. */
const typeWords: Readonly<Record<string, string>> = {
  SPOT: "Spot",
  FARGATE: "Fargate",
  FARGATE_SPOT: "Fargate Spot",
  UNMANAGED: "unmanaged",
};

/** @returns `EC2`, `Spot`, `Fargate`; nothing of an environment of which nothing is known */
export const typeText = ({ type = "" }: ComputeEnvironmentOverview): string => typeWords[type] ?? type;

/** @returns what jobs a queue takes, or on what they run: `training`, `EC2, Spot`, `Fargate`. */
export function kindText(queue: QueueOverview): string {
  if (queue.kind === "training") return "training";
  return [...new Set(queue.computeEnvironments.map(typeText))].filter(Boolean).join(", ") || "containers";
}

/** @returns how a queue chooses its next job, in two words. */
export function schedulingText({ scheduling }: QueueOverview): string {
  return scheduling === undefined ? "?" : schedulingWords[scheduling];
}

/** @returns `3 instances`, `3 ml.g5.xlarge, 1 ml.p5.48xlarge`, `64 vCPUs`. */
export function capacityText(capacity: readonly Capacity[]): string {
  return capacity.map(({ unit, max }) => `${max} ${unitWords[unit] ?? unit}`).join(", ");
}

/** Units that have another name among people. */
export const unitWords: Readonly<Record<string, string>> = { [NUM_INSTANCES]: "instances", [VCPU]: "vCPUs" };

/** @returns what a share does with what it does not use, and with what others do not use. */
export function sharingText({ strategy, borrowLimit = -1 }: ShareOverview): string {
  if (strategy === "LEND_AND_BORROW") return `lends, borrows ${borrowLimit === -1 ? "all" : `${borrowLimit} %`}`;
  return strategy === "LEND" ? "lends" : "reserves";
}

/** @returns whether something is in use, and if it is not there or not wanted there, that. */
export function stateText({ presence, state, status }: QueueOverview | EnvironmentOverview | ShareOverview): string {
  if (presence === "declared") return "not deployed";
  const trouble = status === undefined || status === "VALID" ? "" : `, ${status.toLowerCase()}`;
  return `${state.toLowerCase()}${trouble}${presence === "live" ? ", not declared" : ""}`;
}

/** @returns what is said of something beyond the words above, in those of the API */
export function settingsText({ settings }: QueueOverview | EnvironmentOverview | ShareOverview): string[] {
  const others = Object.entries(settings).filter(([path]) => !TIME_LIMIT.test(path));
  return [
    ...others.map(([path, fact]) => `${path.replace(/^\w+\.(?=\w+$)/, "")} ${fact}`),
    ...timeLimitsText(settings),
  ];
}

const TIME_LIMIT = /^(jobStateTimeLimitActions\[(.*)\])\.\w+$/;

/** What becomes of jobs that wait in vain, one sentence a reason. */
function timeLimitsText(settings: QueueOverview["settings"]): string[] {
  const limits = new Map(
    Object.keys(settings).flatMap((path): [string, string][] => {
      const [, limit, reason] = TIME_LIMIT.exec(path) ?? [];
      return limit === undefined || reason === undefined ? [] : [[limit, reason]];
    }),
  );
  return [...limits].map(([limit, reason]) => {
    const { [`${limit}.action`]: action, [`${limit}.maxTimeSeconds`]: seconds, [`${limit}.state`]: state } = settings;
    return `${action ?? "?"} after ${seconds ?? "?"} s ${state ?? "?"} with ${reason}`;
  });
}
