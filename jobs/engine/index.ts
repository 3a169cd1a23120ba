export { OutcomeForgottenError, type SubmitFailure, SubmitFailedError, SubmitInterruptedError } from "./errors";
export { idIn, findSubmitted, type JobKind, type PlannedJob } from "./kind";
export { recordShape } from "./record";
export { type JobResult, NOT_SUBMITTED, runGraph } from "./run";
export { type FileRun, runFile, type RunFileEvent, type RunFileOptions } from "./run-file";
