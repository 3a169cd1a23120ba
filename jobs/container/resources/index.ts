export { amountOf, type Needs, needsOf, type StatedNeeds } from "./requirements";
export { jobFileOptions, type Sized } from "./shapes";
