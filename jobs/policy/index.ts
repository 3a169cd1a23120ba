export { type JobPolicy, policyOf, tagProblems } from "./policy";
