export { type ArrayCounts, isBad, isOver, type JobState, type WatchedJob } from "./job-state";
export {
  Monitor,
  monitorJobs,
  type Monitored,
  type MonitorEvent,
  type MonitorOptions,
  type StatusSource,
} from "./monitor-jobs";
