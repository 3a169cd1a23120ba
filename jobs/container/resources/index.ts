export { amountOf, type Needs, needsOf, type StatedNeeds } from "./requirements";
export * from "./shapes";
