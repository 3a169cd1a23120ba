export type { BatchCalls } from "./calls";
export { clientSettings, connect, type Connection, type ConnectOptions } from "./connect";
export { JobCallError, named } from "./errors";
