export { OutcomeForgottenError, type SubmitFailure, SubmitFailedError, SubmitInterruptedError } from "./errors";
export { progressOf, recordShape, type SubmissionRecord } from "./record";
export { submitGraph, type SubmitGraphOptions, type SubmittedEvent } from "./submit-graph";
export type { Submitter } from "./submitter";
