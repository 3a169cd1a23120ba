/** Putting the team's code in place: scripts, image, live job definition. */
export { buildAndPush, checkDockerfile, type DockerOptions } from "./docker";
export { CodeChangedError, CodeSyncError, type LiveDifference } from "./errors";
export { type CodeServices, codeServices } from "./services";
export { checkImage, type CodeSyncRequest, type CodeSyncResult, syncCode } from "./sync";
