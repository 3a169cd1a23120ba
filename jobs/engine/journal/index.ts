export {
  JournalDamagedError,
  JournalError,
  JournalLockedError,
  JournalMismatchError,
  JournalVersionError,
  JournalWriteError,
} from "./errors";
export { type Journal, type JournalOptions, openJournal } from "./journal";
