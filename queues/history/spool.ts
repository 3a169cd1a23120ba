import * as fs from "node:fs";
import * as path from "node:path";
import { StringDecoder } from "node:string_decoder";
import { z } from "zod";
import type { Course } from "./course";

const VERSION = 2;

/** Bytes that are read at once. */
const CHUNK = 1 << 20;

const attempt = z.object({
  start: z.number().optional(),
  stop: z.number().optional(),
  lost: z.boolean().optional(),
});
const course = z.object({
  job: z.string(),
  name: z.string(),
  queue: z.string(),
  share: z.string(),
  team: z.string(),
  submitted: z.number(),
  runnable: z.number().optional(),
  status: z.string(),
  at: z.number(),
  ended: z.number().optional(),
  attempts: z.array(attempt),
  preemptions: z.number(),
  capacity: z.record(z.string(), z.number()),
});

const place = z.object({
  version: z.literal(VERSION),
  /** Time of the log up to which all is read; milliseconds since 1970. */
  until: z.number(),
  /** Time of the first event. */
  first: z.number().optional(),
  /** Events so far. */
  events: z.number(),
  /** Jobs in the file of those that are complete, and its length in bytes. */
  complete: z.number(),
  bytes: z.number(),
  open: z.array(course),
});

/** Jobs of which the text is made at once. */
const PART = 1000;

/** How far a reading has come. */
export type Place = Omit<z.infer<typeof place>, "version" | "bytes">;

/**
 * What has been read of a log, on disk: the jobs that are complete in one file, and how far the reading is in another, which is
 * replaced whole. Whoever goes on forgets what came into the first after the second was written, and reads it again.
 */
export class Spool {
  private readonly jobs: string;
  private readonly place: string;
  private readonly file: number;
  private bytes: number;
  /** Where a reading that was broken off is to go on. */
  readonly begun: Place | undefined;

  /** @param folder absolute path; made where there is none */
  constructor(private readonly folder: string) {
    fs.mkdirSync(folder, { recursive: true });
    this.jobs = path.join(folder, "jobs.ndjson");
    this.place = path.join(folder, "place.json");
    const found = placeIn(this.place);
    this.begun = found;
    this.bytes = found?.bytes ?? 0;
    this.file = fs.openSync(this.jobs, "a");
    fs.ftruncateSync(this.file, this.bytes);
  }

  add(courses: readonly Course[]): void {
    if (courses.length === 0) return;
    const text = courses.map((one) => `${JSON.stringify(one)}\n`).join("");
    // Not writeSync, which may take less than it was given.
    fs.appendFileSync(this.file, text);
    this.bytes += Buffer.byteLength(text);
  }

  /** From now on a reading goes on here. */
  mark(at: Place): void {
    fs.fdatasyncSync(this.file);
    const draft = `${this.place}.new`;
    const { open, ...rest } = at;
    const head = JSON.stringify({ ...rest, version: VERSION, bytes: this.bytes });
    // In parts: of very many jobs the text would take more memory than they do.
    fs.writeFileSync(draft, `${head.slice(0, -1)},"open":[`);
    for (let begin = 0; begin < open.length; begin += PART) {
      const part = open.slice(begin, begin + PART).map((course) => JSON.stringify(course));
      fs.appendFileSync(draft, `${begin === 0 ? "" : ","}${part.join(",")}`);
    }
    fs.appendFileSync(draft, "]}");
    fs.renameSync(draft, this.place);
  }

  /** The jobs that are complete, in the order in which they ended. */
  *read(): Generator<Course> {
    const file = fs.openSync(this.jobs, "r");
    try {
      const decoder = new StringDecoder("utf8");
      const buffer = Buffer.allocUnsafe(CHUNK);
      let rest = "";
      for (let at = 0; at < this.bytes;) {
        const count = fs.readSync(file, buffer, 0, Math.min(CHUNK, this.bytes - at), at);
        if (count === 0) return;
        at += count;
        const lines = (rest + decoder.write(buffer.subarray(0, count))).split("\n");
        rest = lines.pop() ?? "";
        // Cast: these bytes are what `add` has written, and a check of each would take as long as all else.
        for (const line of lines) yield JSON.parse(line) as Course;
      }
    } finally {
      fs.closeSync(file);
    }
  }

  close(): void {
    fs.closeSync(this.file);
  }

  /** There is nothing to go on with. */
  remove(): void {
    this.close();
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}

/** @returns undefined where there is none, or one of another version */
function placeIn(file: string): z.infer<typeof place> | undefined {
  let text: string;
  try {
    text = fs.readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
  try {
    return place.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
