export { Pace, type PaceLimits } from "./pace";
export { TokenBucket } from "./token-bucket";
