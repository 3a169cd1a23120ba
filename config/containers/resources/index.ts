export { askedOf } from "./asks";
export { demandOf } from "./demand";
export { type JobPart, overridesOf, partsOf } from "./parts";
export { amountOf, type Needs, needsOf, type StatedNeeds } from "./requirements";
export { jobFileOptions, type Sized } from "./shapes";
export { ec2SizeProblems, fargateSizeProblems, partOfEc2Problems } from "./sizes";
