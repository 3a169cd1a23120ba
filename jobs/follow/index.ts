export { type Followed, followJobs, type FollowOptions, type JobState } from "./follow-jobs";
