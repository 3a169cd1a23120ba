export { Absences } from "./absences";
export { type ArrayCounts, isBad, isOver, type JobState, type WatchedJob } from "./job-state";
export { monitorJobs, type Monitored, type MonitorEvent, type MonitorOptions } from "./monitor-jobs";
