/** AWS on loopback: see `docs/embedded-aws.md`. */
export type { Clock } from "./clock";
export { SteppedClock } from "./clock";
export * from "./errors";
export type { Inventory } from "./edge/control";
export type { Counters, LoggedCall } from "./edge/counters";
export { DEFAULT_ACCOUNT } from "./edge/recognise";
export type { FaultOptions } from "./edge/faults";
export { DEFAULT_TRIGGER_LATENCY_MS } from "./edge/glue-triggers";
export type { Emulator, EmulatorOptions } from "./emulator";
export { startEmulator, withEmulator } from "./emulator";
export type { EmulatorStatus, UpOptions, UpResult } from "./lifecycle";
export {
  counters,
  down,
  find,
  findRunning,
  inventory,
  settle,
  resetCounters,
  resetResources,
  simulate,
  simulations,
  status,
  up,
} from "./lifecycle";
export type { SimulationRule } from "./batch/jobs/container/simulation-rules";
export { followLogs, logs } from "./log";
export type { Python } from "./python";
export { MOTO_VERSION, findPython } from "./python";
export type { EmulatorRecord, RunFiles } from "./run-files";
export { runFiles } from "./run-files";
export type { NetworkSeed, SeededVpc, VpcSeed } from "./seed";
export { INFERENCING_VPC_NAME, seedVpc } from "./seed";
export type { ClientEnvironment, ClientSettings } from "./shell-environment";
export { appliedTo, clientEnvironment, exportLines } from "./shell-environment";
export type { StopOptions, TurnOptions } from "./users";
export { announceUse } from "./users";
