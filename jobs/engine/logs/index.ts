export { LogFollower } from "./log-follower";
export { type LogLocation, logLocationsOf } from "./log-location";
export { type LogLine, type LogPage, type LogReader, logReader } from "./log-reader";
export { LogTail } from "./log-tail";
