export { type JobResult, NOT_SUBMITTED } from "./course";
export { OutcomeForgottenError, type SubmitFailure, SubmitFailedError, SubmitInterruptedError } from "./errors";
export { idIn, findSubmitted, type JobKind, type PlannedJob } from "./kind";
export { recordShape } from "./record";
export { runGraph } from "./run";
export { type SubmittedFile, runFile, type RunFileEvent, type RunFileOptions } from "./run-file";
