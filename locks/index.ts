export { atExit } from "./at-exit";
export { isCode } from "./is-code";
export { enter, type Lock, LockedError, ownersIn, type Present, takeLock, waitForLock } from "./lock";
export { announce, isAtWork, isElsewhere, type Owner, ownerIn, ownerText, type Presence } from "./presence";
export { isSameProcess, processStart } from "./process-identity";
export { takeTurn, WaitInterruptedError } from "./turn";
export { writeWhole } from "./whole-file";
