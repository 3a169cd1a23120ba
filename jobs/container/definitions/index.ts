export { readDefinition } from "./read-definition";
export { registerDefinition, type Registration } from "./register";
