export type { BatchCalls } from "./calls";
export { clientSettings, connect, type Connection, type ConnectOptions } from "./connect";
export { JobCallError, jobCallError, named } from "./errors";
export { groupsOf } from "./groups";
export { describeJobs } from "./describe-jobs";
