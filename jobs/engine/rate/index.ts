export { inTurns } from "./in-turns";
export { Pace, type PaceLimits } from "./pace";
export { DEFAULT_RETRY, pauseAfter, QUICK_RETRY, type RetryPolicy, withRetry } from "./retry";
export { realTime, type Time } from "./time";
export { TokenBucket } from "./token-bucket";
export { type Verdict, verdictOf } from "./verdict";
