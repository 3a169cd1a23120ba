export { idsText, isJobId, readIds, writeIdsFile } from "./ids-file";
export { preflight } from "./preflight";
export { readSubmissions, type SubmissionFile } from "./read-submissions";
export { SUBMISSION_TAG, type Submission } from "./submission";
export {
  DEFAULT_RATE,
  DEFAULT_SETTLE,
  type SubmissionEvent,
  submitFile,
  type SubmitFileOptions,
  type SubmittedFile,
} from "./submit-file";
