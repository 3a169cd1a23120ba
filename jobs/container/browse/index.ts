export { type JobQuery, listingsOf, STATES } from "./job-query";
export { type FoundJobs, listJobs } from "./list-jobs";
export { containerQueues } from "./list-queues";
