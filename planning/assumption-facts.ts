import { defaultOptions } from "../scheduling";
import { type Assumptions, defaultAssumptions } from "./replay/assumptions";

/** An assumption as it is printed. */
export interface Fact {
  readonly name: string;
  readonly value: string;
  /** What it means. */
  readonly meaning: string;
  /** Whether nobody said otherwise. */
  readonly isDefault: boolean;
}

/** @returns every assumption of a report */
export function assumptionFacts(assumptions: Assumptions): Fact[] {
  const { startUp, checkpoint, failures, attempts, seed, gpusPerInstance, scheduling } = assumptions;
  const is = <K extends keyof Assumptions>(key: K) => assumptions[key] === defaultAssumptions[key];
  const engine = Object.entries(scheduling)
    .filter(([name]) => name !== "usageUnit")
    .map(([name, value]): Fact => {
      const known: Readonly<Record<string, unknown>> = { ...defaultOptions };
      return {
        name,
        value: String(value),
        meaning: "option of the engine (docs/scheduling.md)",
        isDefault: known[name] === value,
      };
    });
  return [
    {
      name: "start-up",
      value: `${startUp / 1000} s`,
      meaning: "from a dispatch until work begins, in each run",
      isDefault: is("startUp"),
    },
    {
      name: "checkpoint",
      value: checkpoint === Infinity ? "none" : `${checkpoint / 1000} s`,
      meaning:
        checkpoint === Infinity
          ? "a preempted job begins anew"
          : "a preempted job loses what it worked since it last saved",
      isDefault: is("checkpoint"),
    },
    {
      name: "failures",
      value: `${failures} %`,
      meaning: `of runs fail at a random moment (seed ${seed}); at most ${attempts} runs`,
      isDefault: is("failures"),
    },
    {
      name: "gpus-per-instance",
      value: String(gpusPerInstance),
      meaning: "where a job says GPUs and its environment no instance type",
      isDefault: is("gpusPerInstance"),
    },
    {
      name: "vcpus",
      value: String(assumptions.vcpus),
      meaning: "of a container job that does not say it: for each of its GPUs, or instances",
      isDefault: is("vcpus"),
    },
    {
      name: "memory",
      value: `${assumptions.memory} MiB`,
      meaning: "of a container job that does not say it: for each of its GPUs, or instances",
      isDefault: is("memory"),
    },
    { name: "time zone", value: "UTC", meaning: "of dates that do not say theirs", isDefault: true },
    {
      name: "jobs that fit nowhere",
      value: "leave",
      meaning: "when they are at the front, unless the queue has a time limit; AWS Batch would keep them there",
      isDefault: true,
    },
    ...engine,
  ];
}
