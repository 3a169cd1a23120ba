export { listServiceJobs, STATUSES } from "./browse";
export { cloneOf } from "./clone";
export { readTrainingLog, trainingJobsOf } from "./logs";
export { jobJson, type PlannedServiceJob } from "./planned-job";
export { checkQueues } from "./queue-checks";
export { readSubmissions, type SubmissionDefaults } from "./read-submissions";
export { runJobs } from "./run";
export { describeServiceJob } from "./service-jobs";
export { serviceStatuses } from "./statuses";
