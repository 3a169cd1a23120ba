export { type JobQuery, listingsOf, STATUSES } from "./job-query";
export { type FoundJobs, listJobs } from "./list-jobs";
export { containerQueues } from "./list-queues";
