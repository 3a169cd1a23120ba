export { type JobQuery, listingsOf, STATUSES } from "./job-query";
export { listJobs } from "./list-jobs";
