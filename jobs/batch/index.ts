export type { BatchCalls } from "./calls";
export { connect, type Connection, type ConnectOptions } from "./connect";
export { JobCallError, named } from "./errors";
