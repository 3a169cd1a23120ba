export { findDefinitions } from "./find-definitions";
export { readDefinition } from "./read-definition";
export { registerDefinition, type Registration } from "./register";
