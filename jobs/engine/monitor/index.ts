export { isBad, isOver, type JobState, type WatchedJob } from "./job-state";
export { Monitor, monitorJobs, type Monitored, type MonitorEvent, type StatusSource } from "./monitor-jobs";
