export { type JobPolicy, policyOf } from "../../job-policy";
export { definitionBreaches, jobBreaches, submissionBreaches } from "./breaches";
