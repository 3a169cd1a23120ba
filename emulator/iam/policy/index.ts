/** Policies: reading them strictly, and what their statements cover. */
export { actionMatcher } from "./actions";
export { compilePolicy } from "./compile";
export type { CompiledPolicy } from "./document";
export { PolicyError } from "./errors";
export { isExcepted, type Relation, relationTo, strongerOf } from "./principals";
export { covers, type PolicyKind, type Statement } from "./statement";
