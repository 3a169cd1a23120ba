export { atExit } from "./at-exit";
export { enter, type Lock, LockedError, ownersIn, type Present, takeLock, waitForLock, type WaitOptions } from "./lock";
export { announce, isAtWork, isCode, isElsewhere, type Owner, ownerIn, ownerText, type Presence } from "./presence";
export { isSameProcess, processStart } from "./process-identity";
export { writeWhole } from "./whole-file";
