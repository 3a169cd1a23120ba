export { temporaryFolder } from "../support/temporary-folder";
export { write, writeJson } from "./files";
