export { endJobs, type Ending, type EndOptions } from "./end-jobs";
