export { readDefinition } from "../../../config/containers/definitions/read-definition";
export { registerDefinition, type Registration } from "./register";
