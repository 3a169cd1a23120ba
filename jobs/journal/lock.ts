import { randomUUID } from "node:crypto";
import * as fs from "node:fs";
import * as os from "node:os";
import { z } from "zod";
import { JournalLockedError } from "./errors";

const ownerShape = z.object({ pid: z.number(), host: z.string(), since: z.string(), id: z.string() });
type Owner = z.infer<typeof ownerShape>;

/**
 * Takes a lock file that one process at a time can hold. One that a dead process of this machine left is taken over.
 *
 * @returns a function that gives the lock back
 * @throws JournalLockedError when a living process, or one of another machine, holds it
 */
export function takeLock(file: string): () => void {
  const mine: Owner = { pid: process.pid, host: os.hostname(), since: new Date().toISOString(), id: randomUUID() };
  for (;;) {
    if (created(file, mine)) return () => release(file, mine);
    const owner = ownerOf(file);
    if (owner === undefined) continue;
    if (isAlive(owner)) throw new JournalLockedError(file, owner.pid, owner.host, owner.since);
    removeStale(file, owner);
  }
}

/** The lock appears with its content: a link to a file that is complete already, and only when there is none yet. */
function created(file: string, owner: Owner): boolean {
  const draft = `${file}.${owner.id}`;
  fs.writeFileSync(draft, JSON.stringify(owner));
  try {
    fs.linkSync(draft, file);
    return true;
  } catch (error) {
    if (isCode(error, "EEXIST")) return false;
    throw error;
  } finally {
    fs.rmSync(draft);
  }
}

function release(file: string, mine: Owner): void {
  if (ownerOf(file)?.id === mine.id) fs.rmSync(file, { force: true });
}

/** @returns undefined when the lock is gone */
function ownerOf(file: string): Owner | undefined {
  try {
    return ownerShape.parse(JSON.parse(fs.readFileSync(file, "utf8")));
  } catch (error) {
    if (isCode(error, "ENOENT")) return undefined;
    // Locks appear complete, so this is somebody else's file.
    throw new JournalLockedError(file, 0, "an unknown machine", "an unknown time");
  }
}

function isAlive({ pid, host }: Owner): boolean {
  if (host !== os.hostname()) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !isCode(error, "ESRCH");
  }
}

/** Two processes may find the same dead lock: what was moved away is looked at again, and put back if it is alive. */
function removeStale(file: string, stale: Owner): void {
  const moved = `${file}.${randomUUID()}`;
  try {
    fs.renameSync(file, moved);
  } catch (error) {
    if (isCode(error, "ENOENT")) return;
    throw error;
  }
  try {
    if (ownerOf(moved)?.id !== stale.id) fs.linkSync(moved, file);
  } finally {
    fs.rmSync(moved, { force: true });
  }
}

function isCode(error: unknown, code: string): boolean {
  return typeof error === "object" && error !== null && "code" in error && error.code === code;
}
