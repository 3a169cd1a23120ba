export { DEFAULT_RETRY, pauseAfter, type RetryPolicy, withRetry } from "./retry";
export { realTime, type Time } from "./time";
export { TokenBucket } from "./token-bucket";
export { type Verdict, verdictOf } from "./verdict";
