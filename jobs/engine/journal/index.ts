export type { Difference, SubmittedBefore } from "./difference";
export {
  JournalDamagedError,
  JournalError,
  JournalLockedError,
  JournalMismatchError,
  JournalVersionError,
  JournalWriteError,
  NothingToContinueError,
} from "./errors";
export { type Journal, type JobsInJournal, type JournalOptions, openJournal } from "./journal";
