export { findJobs, type JobFilter, STATUSES } from "./browse";
export { type CloneChanges, cloneOf } from "./clone";
export { type InstanceLine, readTrainingLog, trainingJobsOf } from "./logs";
export { jobJson, type PlannedServiceJob } from "./planned-job";
export { checkQueues, knownQueues } from "./queue-checks";
export { readSubmissions, type SubmissionDefaults } from "./read-submissions";
export { runJobs } from "./run";
export { describeServiceJob } from "./service-jobs";
export { serviceStatuses } from "./statuses";
