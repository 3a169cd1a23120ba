export { endJobs, type Ending, type EndOptions } from "./end-jobs";
export { type PlannedEnding, planEnding } from "./plan-ending";
