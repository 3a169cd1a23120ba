import type { Assumptions } from "../replay/assumptions";
import { defaultOptions, type SchedulingOptions } from "../../scheduling";
import { type Plan, queuesOf } from "../pools/plan";

/** The answer if one assumption were otherwise. */
export interface Alternative {
  /** Name of an option of the engine, or of an assumption. */
  readonly option: string;
  readonly value: string;
  readonly assumptions: Assumptions;
}

type Options = Partial<SchedulingOptions>;

const QUOTA: readonly Options[] = [
  { idleOrder: "priority" },
  { ownBeforeBorrowing: false },
  { victimOrder: "latest-start" },
  { partialPreemption: true },
  { borrowRounding: "up" },
  { borrowUnallotted: true },
  { preemptionRetries: "fail-at" },
];

const FAIR: readonly Options[] = [
  { decay: "linear" },
  { zeroDecay: "current-usage" },
  { chargeSeconds: 0 },
  { fairShareHeadBlocks: "share" },
];

const MINUTE = 60_000;

/** @returns each option of docs/scheduling.md that may matter to the plan, and each assumption, turned alone */
export function alternatives(plan: Plan, assumptions: Assumptions): Alternative[] {
  const kinds = new Set(queuesOf(plan).map(({ settings }) => settings.policy.kind));
  const options = [...(kinds.has("QUOTA_SHARE") ? QUOTA : []), ...(kinds.has("FAIR_SHARE") ? FAIR : [])];
  const turned = options.flatMap((change) =>
    Object.entries(change).map(([option, value]): Alternative => {
      const scheduling = { ...assumptions.scheduling, ...change };
      return { option, value: String(value), assumptions: { ...assumptions, scheduling } };
    }),
  );
  const others: Alternative[] = [
    { option: "start-up", value: "5m", assumptions: { ...assumptions, startUp: assumptions.startUp + 5 * MINUTE } },
    { option: "failures", value: "5 %", assumptions: { ...assumptions, failures: assumptions.failures + 5 } },
  ];
  const checkpoint: Alternative = {
    option: "checkpoint",
    value: assumptions.checkpoint === 30 * MINUTE ? "none" : "30m",
    assumptions: { ...assumptions, checkpoint: assumptions.checkpoint === 30 * MINUTE ? Infinity : 30 * MINUTE },
  };
  const { vcpus, memory } = assumptions;
  const sizes: Alternative[] = [
    { option: "vcpus", value: String(2 * vcpus), assumptions: { ...assumptions, vcpus: 2 * vcpus } },
    { option: "memory", value: `${2 * memory} MiB`, assumptions: { ...assumptions, memory: 2 * memory } },
  ];
  const isOfContainers = plan.pools.some(({ environments }) => environments !== undefined);
  return [...turned, ...others, ...(isOfContainers ? sizes : []), ...(kinds.has("QUOTA_SHARE") ? [checkpoint] : [])];
}

/** @returns the name of an option of the engine, and whether it takes such a value */
export function schedulingOption(text: string): Options | undefined {
  const [name = "", value = ""] = text.split("=");
  const known: Readonly<Record<string, unknown>> = { ...defaultOptions };
  const before = known[name];
  if (typeof before === "boolean")
    return value === "true" || value === "false" ? { [name]: value === "true" } : undefined;
  if (typeof before === "number") return /^\d{1,6}$/.test(value) ? { [name]: Number(value) } : undefined;
  const words: Readonly<Record<string, readonly string[]>> = OPTION_WORDS;
  return words[name]?.includes(value) === true ? { [name]: value } : undefined;
}

const OPTION_WORDS = {
  idleOrder: ["submission", "priority"],
  victimOrder: ["lowest-priority", "latest-start"],
  borrowRounding: ["down", "up"],
  preemptionRetries: ["fail-after", "fail-at"],
  decay: ["exponential", "linear"],
  zeroDecay: ["600-seconds", "current-usage"],
  fairShareHeadBlocks: ["queue", "share"],
} satisfies Partial<Record<keyof SchedulingOptions, readonly string[]>>;
