export type { BatchCalls } from "./calls";
export { connect, type Connection, type ConnectOptions, LONGEST_CALL } from "./connect";
export { JobCallError, named } from "./errors";
