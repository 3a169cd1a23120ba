export { idsText, isJobId, readIds, writeIdsFile } from "./ids-file";
export { DEFAULT_RATE } from "./kind";
export { type PlannedContainerJob, SUBMISSION_TAG } from "./planned-job";
export { preflight } from "./preflight";
export { readSubmissions, type SubmissionFile } from "./read-submissions";
export type { SubmittedFile } from "../../engine";
export { type SubmittingTeam, submittingTeam, UnknownTeamError } from "./team";
export { type SubmissionEvent, submitFile, type SubmitFileOptions } from "./submit-file";
