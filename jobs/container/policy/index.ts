export { type JobPolicy, policyOf } from "../../policy";
export { definitionBreaches, jobBreaches, submissionBreaches } from "./breaches";
