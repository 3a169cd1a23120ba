import { defaultOptions, type SchedulingOptions } from "../../scheduling";

/** What a history and a declaration do not say, each with a default that the report prints. */
export interface Assumptions {
  /** Milliseconds from a dispatch until work begins; each run has them, and the instances are taken meanwhile. */
  readonly startUp: number;
  /** After how many milliseconds of work a job has saved it; 0: it saves all as it goes; Infinity: never. */
  readonly checkpoint: number;
  /** How many of 100 runs fail, at a random moment, and are tried again. */
  readonly failures: number;
  /** How often a job may run, failed runs included. */
  readonly attempts: number;
  /** Of failures. */
  readonly seed: number;
  /** Of jobs of which the history says GPUs, in an environment that does not say of which type it is. */
  readonly gpusPerInstance: number;
  /** Of a container job of which the history does not say it: for each of its GPUs, or instances. */
  readonly vcpus: number;
  /** MiB; as vcpus. */
  readonly memory: number;
  /** What AWS does not say of scheduling. */
  readonly scheduling: SchedulingOptions;
}

export const defaultAssumptions: Assumptions = {
  startUp: 0,
  checkpoint: Infinity,
  failures: 0,
  // API Reference, ServiceJobRetryStrategy: 1 to 10.
  attempts: 3,
  seed: 1,
  gpusPerInstance: 8,
  vcpus: 1,
  memory: 2048,
  scheduling: defaultOptions,
};
