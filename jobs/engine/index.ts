export { type JobResult, NOT_SUBMITTED } from "./course";
export { OutcomeForgottenError, type SubmitFailure, SubmitFailedError, SubmitInterruptedError } from "./errors";
export { idIn, findSubmitted, type JobKind, type PlannedJob, type SubmitPace } from "./kind";
export { runGraph } from "./run";
export { type SubmittedFile, runFile, type RunFileEvent, type RunFileOptions } from "./run-file";
