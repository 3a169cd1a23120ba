import { writeSync } from "node:fs";

/**
 * A job of a history as it lies in a log: numbers of fixed width, texts as their index in a list, so that workers read
 * it without parsing. Little-endian, as every processor that Node runs on.
 */
export const RECORD = {
  submittedAt: 0,
  duration: 8,
  /** Where its name begins in the file of names; -1 for none. */
  name: 16,
  line: 24,
  demand: 28,
  queue: 32,
  share: 36,
  team: 40,
  priority: 44,
} as const;

/** Bytes. */
export const RECORD_SIZE = 48;

/** Rule of the order: by submission, then by line. @returns less than nothing when the record at `a` goes first */
export function compareRecords(left: DataView, a: number, right: DataView, b: number): number {
  return (
    left.getFloat64(a + RECORD.submittedAt, true) - right.getFloat64(b + RECORD.submittedAt, true) ||
    left.getUint32(a + RECORD.line, true) - right.getUint32(b + RECORD.line, true)
  );
}

/** Writes all of it: a write may take less than it was given. */
export function writeAll(descriptor: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length;) done += writeSync(descriptor, bytes, done);
}
