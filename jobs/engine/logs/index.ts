export { LogFollower } from "./log-follower";
export { type LogPlace, logPlacesOf } from "./log-place";
export { type LogLine, type LogPage, type LogReader, logReader } from "./log-reader";
export { LogTail } from "./log-tail";
