import { Readable } from "node:stream";
import { openHistory } from "../../../planning/history/history";
import { LogReader } from "../../../planning/history/job-log";

/** As much is piped in; `DAPF_TEST_CSV_MB=2048` makes it two gigabytes. */
const megabytes = Number(process.env.DAPF_TEST_CSV_MB ?? 8);

const ROWS = 4096;
const rowsOf = (chunk: number) =>
  Array.from({ length: ROWS }, (_, i) => {
    const at = chunk * ROWS + i;
    return `${at},60,${1 + (at % 8)},team-${at % 11},a name that nobody needs ${at}\n`;
  }).join("");

/** @param end what comes after all jobs */
function* csv(end: string): Generator<string> {
  yield "submit,duration,instances,share,job\n";
  for (let chunk = 0, size = 0; size < megabytes * 1_000_000; chunk += 1) {
    const text = rowsOf(chunk);
    size += text.length;
    yield text;
  }
  yield end;
}

const read = (end: string, onJobs?: (count: number) => void) =>
  openHistory({ file: "-", folder: "/", columns: {}, input: Readable.from(csv(end)) }, onJobs);

/** A minute a gigabyte, and more on a busy machine. */
const PATIENCE = 60_000 + megabytes * 500;

describe(`a CSV of ${megabytes} MB that is piped in`, () => {
  it(
    "is read with memory that does not grow with it",
    async () => {
      let most = 0;
      const before = process.memoryUsage().rss;
      const { log, remove } = await read("", () => (most = Math.max(most, process.memoryUsage().rss - before)));
      const reader = new LogReader(log);
      let jobs = 0;
      for (; reader.submittedAt < Infinity; reader.advance()) jobs += 1;
      reader.close();
      remove();
      expect(log.count % ROWS).toBe(0);
      expect(jobs).toBe(log.count);
      expect(most).toBeLessThan(300_000_000);
    },
    PATIENCE,
  );

  it(
    "has its last line in the message of what is wrong there",
    async () => {
      let lines = 1;
      for (const text of csv("")) lines += text.split("\n").length - 1;
      await expect(read("0,soon,1,team,late\n")).rejects.toThrow(
        `standard input: line ${lines}, column 2 (duration): is no number of seconds, and not like 1:30:00: "soon"`,
      );
    },
    PATIENCE,
  );
});
