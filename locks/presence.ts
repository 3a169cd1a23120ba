import { randomUUID } from "node:crypto";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { z } from "zod";
import { atExit } from "./at-exit";
import { isCode } from "./is-code";
import { isSameProcess, processStart } from "./process-identity";
import { writeWhole } from "./whole-file";

const processShape = z.object({ pid: z.number(), start: z.string() });

const ownerShape = z.object({
  id: z.string(),
  /** What is being done: `deploy of dev`. */
  what: z.string(),
  /** The process that does it, then those that go on with it should that one be killed. */
  processes: z.tuple([processShape], processShape),
  host: z.string(),
  user: z.string(),
  /** ISO 8601 */
  since: z.string(),
  /** What it is at just now: `waits for an answer`. */
  doing: z.string().optional(),
  /** Of somebody who wants a lock: whether they have it. */
  holds: z.boolean(),
});

/** Who is at work. */
export type Owner = z.infer<typeof ownerShape>;

/** A file that says who is at work, for as long as they are. */
export interface Presence {
  readonly owner: Owner;
  /** Counts another process as the owner's: the work is not over while it lives. */
  include(pid: number): void;
  /** Says what the owner is at just now. @param doing undefined: nothing that others should know */
  tell(doing: string | undefined): void;
  /** Says that the owner has got the lock that it wanted. */
  hold(): void;
  /** Removes the file, and its folder when nothing else is in it. */
  end(): void;
}

/**
 * Writes a file that says who is at work. It goes when they say so, or when the process ends; what a killed process
 * leaves, `isAtWork` tells.
 *
 * @param file absolute path; its folder exists
 * @param what what is being done, e.g. `deploy of dev`
 */
export function announce(file: string, what: string): Presence {
  let owner: Owner = {
    id: randomUUID(),
    what,
    processes: [identityOf(process.pid)],
    host: os.hostname(),
    user: userName(),
    since: new Date().toISOString(),
    holds: false,
  };
  const change = (changes: Partial<Owner>) => {
    owner = { ...owner, ...changes };
    // Somebody may have removed the folder with the file: then there is nobody to tell.
    if (fs.existsSync(file)) writeWhole(file, JSON.stringify(owner));
  };
  writeWhole(file, JSON.stringify(owner));
  const end = () => {
    stay();
    fs.rmSync(file, { force: true });
    removeIfEmpty(path.dirname(file));
  };
  const stay = atExit(end);
  return {
    get owner() {
      return owner;
    },
    include: (pid) => {
      const [first, ...further] = owner.processes;
      const living = further.filter((one) => isSameProcess(one.pid, one.start));
      change({ processes: [first, ...living, identityOf(pid)] });
    },
    tell: (doing) => change({ doing }),
    hold: () => change({ holds: true }),
    end,
  };
}

function removeIfEmpty(folder: string): void {
  try {
    fs.rmdirSync(folder);
  } catch {
    // Something else is in it.
  }
}

/**
 * @returns who has announced themselves in a file; undefined when there is no such file, or something else is in it
 * @throws Error when the file cannot be read
 */
export function ownerIn(file: string): Owner | undefined {
  let text: string;
  try {
    text = fs.readFileSync(file, "utf8");
  } catch (error) {
    if (isCode(error, "ENOENT")) return undefined;
    throw error;
  }
  return parsedOwner(text);
}

/** These files appear whole, so what cannot be parsed is none, or what a power failure left of one. */
function parsedOwner(text: string): Owner | undefined {
  try {
    return ownerShape.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/**
 * Whether any of an owner's processes lives. A process is told by its number and its start, because numbers are given
 * again. Nobody knows about another machine's processes: they count as alive.
 */
export function isAtWork(owner: Owner): boolean {
  return isElsewhere(owner) || owner.processes.some(({ pid, start }) => isSameProcess(pid, start));
}

/** Whether an owner is on another machine, which shares the folder with this one. */
export function isElsewhere({ host }: Owner): boolean {
  return host !== os.hostname();
}

/** @returns `deploy of dev (process 4242 of ana on laptop, since 2026-11-28 18:03:12 UTC, waits for an answer)` */
export function ownerText(owner: Owner): string {
  const { what, processes, user, host, since, doing } = owner;
  const [first, ...further] = processes;
  const time = since.replace("T", " ").replace(/\.\d+Z$/, " UTC");
  const isLeft = !isElsewhere(owner) && !isSameProcess(first.pid, first.start);
  const living = further.filter(({ pid, start }) => isSameProcess(pid, start)).map(({ pid }) => pid);
  const now = isLeft ? `killed, but its process ${living.join(", ")} goes on` : doing;
  return `${what} (process ${first.pid} of ${user} on ${host}, since ${time}${now === undefined ? "" : `, ${now}`})`;
}

/** A process that has just ended gets a start that no other has. */
function identityOf(pid: number): z.infer<typeof processShape> {
  return { pid, start: processStart(pid) ?? "ended" };
}

function userName(): string {
  try {
    return os.userInfo().username;
  } catch {
    // A user id without a name, as containers have it.
    return `user ${process.getuid?.() ?? "unknown"}`;
  }
}
