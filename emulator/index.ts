/** AWS on loopback: see `docs/embedded-aws.md`. */
export * from "./errors";
export { DEFAULT_ACCOUNT } from "./edge/recognise";
export type { FaultOptions } from "./edge/faults";
export type { Emulator } from "./emulator";
export { startEmulator, withEmulator } from "./emulator";
export type { IamMode } from "./iam";
export { leastPrivilege, MOST_CHARACTERS, type PolicyDocument } from "./iam/record/least-privilege";
export type { PrincipalReport, Report } from "./iam/record/report";
export { iamReport, resetIamReport } from "./iam-report";
export type { EmulatorStatus } from "./lifecycle";
export {
  down,
  find,
  findRunning,
  inventory,
  settle,
  reclaim,
  simulate,
  simulations,
  startProblem,
  status,
  up,
} from "./lifecycle";
export type { EnvironmentRule } from "./batch/jobs/container/environment-rule";
export type { Reclaimed, SimulationRule } from "./batch/jobs/container/simulation-rules";
export { followLogs, logs } from "./log";
export type { EmulatorRecord } from "./run-files";
export { runFiles } from "./run-files";
export { INFERENCING_VPC_NAME, seedVpc } from "./seed";
export { appliedTo, clientEnvironment, exportLines } from "./shell-environment";
export { announceUse } from "./users";
