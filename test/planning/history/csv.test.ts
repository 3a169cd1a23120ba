import { LogReader, nameAt } from "../../../planning/history/job-log";
import { HistoryError } from "../../../planning/history/errors";
import { parseColumns } from "../../../planning/history/columns";
import { CSV_HEADER, csvLine, type JobRecord } from "../../../queues/history";
import { historyOf } from "../fixture";

/** @returns what a file of this text says of its jobs, in the order in which they would be replayed */
async function jobsOf(text: string, columns = {}) {
  const { log } = await historyOf(text, columns);
  const reader = new LogReader(log);
  const jobs = [];
  for (; reader.submittedAt < Infinity; reader.advance()) {
    const { submittedAt, duration, line, demand, share, team, queue, priority } = reader;
    const names = { queue: log.queues[queue], share: log.shares[share], team: log.teams[team] };
    jobs.push({
      job: nameAt(log, reader),
      submittedAt,
      duration,
      line,
      demand: log.demands[demand],
      priority,
      ...names,
    });
  }
  reader.close();
  return jobs;
}

describe("a CSV of dapf queues history", () => {
  it("needs no mapping: a job ran from its start to its end, on its capacity", async () => {
    const text = `job,queue,share,team,submitted,runnable,started,ended,attempts,preemptions,capacity,result
train-1,g5,research,vision,2026-03-02T09:00:00Z,2026-03-02T09:00:01Z,2026-03-02T09:05:00Z,2026-03-02T10:05:00Z,1,0,ml.g5.xlarge=2,SUCCEEDED
`;
    expect(await jobsOf(text)).toEqual([
      {
        job: "train-1",
        submittedAt: Date.parse("2026-03-02T09:00:00Z"),
        duration: 3_600_000,
        line: 2,
        demand: { types: { "ml.g5.xlarge": 2 } },
        priority: 0,
        queue: "g5",
        share: "research",
        team: "vision",
      },
    ]);
  });

  it("has container jobs with what they have, as dapf queues history writes it", async () => {
    const record: JobRecord = {
      ...{
        job: "b-1",
        name: "",
        queue: "cpu",
        share: "",
        team: "etl",
        attempts: 1,
        preemptions: 0,
        result: "SUCCEEDED",
      },
      ...{ submitted: 1000, runnable: 2000, started: 3000, ended: 63_000 },
      ...{ capacity: { vCPU: 0.25, MiB: 512 }, ran: 60_000, lost: 0 },
    };
    const lines = [record, { ...record, capacity: { vCPU: 8, MiB: 32_768, GPU: 1 } }].map(csvLine);
    const [small, large] = await jobsOf([CSV_HEADER, ...lines, ""].join("\n"));
    expect(small).toMatchObject({ submittedAt: 1000, duration: 60_000, queue: "cpu", team: "etl" });
    expect(small?.demand).toEqual({ instances: 1, container: { vcpus: 0.25, memory: 512 } });
    expect(large?.demand).toEqual({ gpus: 1, container: { vcpus: 8, memory: 32_768 } });
  });

  it("leaves out what has not run, and says so", async () => {
    const { log, leftOut } = await historyOf("submitted,started,ended\n10,20,30\n11,,\n12,20,\n");
    expect(log.count).toBe(1);
    expect(leftOut).toEqual({ "never started or not ended": 2 });
  });
});

describe("what a CSV of dapf queues history says of the runs of a job", () => {
  const text = `job,submitted,started,ended,attempts,preemptions,result
once,0,0,1,1,0,SUCCEEDED
again,0,0,1,3,0,SUCCEEDED
preempted,0,0,1,2,1,SUCCEEDED
failed,0,0,1,1,0,FAILED
`;

  it("is told where a replay knows nothing of it", async () => {
    const { toldOtherwise } = await historyOf(text);
    expect(toldOtherwise).toEqual({ "tried more than once": 1, preempted: 1, "not succeeded": 1 });
  });

  it("may decide which jobs count", async () => {
    const { log, leftOut } = await historyOf(text, {}, "jobs.csv", { result: new Set(["SUCCEEDED"]) });
    expect([log.count, leftOut]).toEqual([3, { "not asked for": 1 }]);
  });

  it("means nothing where others call columns of their own so", async () => {
    const { log, toldOtherwise } = await historyOf("submit,duration,attempts,result\n0,1,[{a:1}],see log\n");
    expect([log.count, toldOtherwise]).toEqual([1, {}]);
  });
});

describe("container jobs of a CSV", () => {
  it("say their vCPUs, memory and GPUs", async () => {
    const columns = parseColumns("submit=at,duration=for,vcpus=cores,memory=mib,gpus=cards");
    const rows = "at,for,cores,mib,cards\n0,1,0.5,512,0\n0,1,8,,2\n0,1,,,0\n";
    expect((await jobsOf(rows, columns)).map(({ demand }) => demand)).toEqual([
      { gpus: 0, container: { vcpus: 0.5, memory: 512 } },
      { gpus: 2, container: { vcpus: 8 } },
      { gpus: 0 },
    ]);
  });

  it("have no memory in a unit that nobody knows, unless it is named", async () => {
    expect((await jobsOf("submit,duration,memory\n0,1,16GB\n"))[0]?.demand).toEqual({ instances: 1 });
    await expect(jobsOf("submit,duration,memory\n0,1,16GB\n", { memory: "memory" })).rejects.toThrow(
      'jobs.csv: line 2, column 3 (memory): is no number above 0: "16GB"',
    );
  });

  it.each(["0", "-1", "two"])("cannot have %s vCPUs", async (vcpus) => {
    await expect(jobsOf(`submit,duration,vcpus\n0,1,${vcpus}\n`)).rejects.toThrow(
      /line 2, column 3 \(vcpus\): is no number above 0/,
    );
  });
});

describe("a CSV of others", () => {
  it.each([
    "2017-10-09 07:01:55",
    "2017/10/09 07:01:55.0",
    "2017-10-09T09:01:55+02:00",
    "2017-10-09 07:01:55 UTC",
    "1507532515",
    "1507532515000",
    "1507532515000000",
    "1507532515000000000",
  ])("may write a time as %s", async (time) => {
    expect((await jobsOf(`submit,duration\n${time},1\n`))[0]?.submittedAt).toBe(Date.UTC(2017, 9, 9, 7, 1, 55));
  });

  it.each([
    ["duration", "90"],
    ["duration", "0:01:30"],
    ["Run Time (ms)", "90000"],
    ["runtime_ms", "90000"],
    ["wall minutes", "1.5"],
    ["elapsed_hours", "0.025"],
    ["elapsed", "0-00:01:30"],
  ])("may write how long a job ran in %s as %s", async (name, cell) => {
    expect((await jobsOf(`submit,${name}\n1,${cell}\n`, { duration: name }))[0]?.duration).toBe(90_000);
  });

  it("may have the GPUs of a job in two columns, and parts of GPUs, which are rounded up", async () => {
    const columns = parseColumns("submit=at,duration=for,gpus=Nodes * GPUs per node");
    const text = "at,for,Nodes,GPUs per node\n1,1,2,4\n1,1,1,0.5\n1,1,3,0\n";
    expect((await jobsOf(text, columns)).map(({ demand }) => demand)).toEqual([{ gpus: 8 }, { gpus: 1 }, { gpus: 0 }]);
    await expect(jobsOf("at,for,Nodes,GPUs per node\n1,1,2,many\n", columns)).rejects.toThrow(
      'jobs.csv: line 2, column 4 (GPUs per node): is no number above 0: "many"',
    );
  });

  it.each(["", "None", "NULL", "nan", "-"])("may say %p of a job that did not run, which is left out", async (cell) => {
    const { log, leftOut } = await historyOf(`submit,duration\n1,${cell}\n2,3\n`);
    expect([log.count, leftOut]).toEqual([1, { "never started or not ended": 1 }]);
  });

  it("may begin with a byte order mark and a quote", async () => {
    const columns = { submit: "Submit Time", duration: "Run Time" };
    expect(await jobsOf('\ufeff"Submit Time";"Run Time"\r\n"1";"2"\r\n', columns)).toHaveLength(1);
  });

  it("may have names in other letters than they are mapped", async () => {
    expect(await jobsOf("SubmitTime,Secs\n1,2\n", { submit: "submittime", duration: "secs" })).toHaveLength(1);
  });

  it("may have jobs of no instances, which are left out", async () => {
    const { log, leftOut } = await historyOf("submit,duration,instances\n1,1,0\n1,1,2\n");
    expect([log.count, leftOut]).toEqual([1, { "of no instances": 1 }]);
  });

  it("is read by a mapping of its columns", async () => {
    const columns = parseColumns("submit=timestamp,duration=duration,instances=num_gpus,share=cluster");
    const text = "timestamp,duration,num_gpus,gpu_time,cluster\n2017-10-09 07:01:55,66.0,4,66.0,11cb48\n";
    const [job] = await jobsOf(text, columns);
    expect(job).toMatchObject({
      job: "line 2",
      duration: 66_000,
      demand: { instances: 4 },
      share: "11cb48",
      team: "11cb48",
    });
    expect(job?.submittedAt).toBe(Date.parse("2017-10-09T07:01:55Z"));
  });

  it("may be separated by semicolons, with quotes and line ends in cells", async () => {
    const jobs = await jobsOf('submit;duration;team\r\n1;2;"a; b"\r\n3;4;"two\nlines"\r\n5;6;c\r\n');
    expect(jobs.map(({ team, line }) => [team, line])).toEqual([
      ["a; b", 2],
      ["two\nlines", 3],
      ["c", 5],
    ]);
  });

  it("says GPUs, instances of a type, and priorities", async () => {
    expect((await jobsOf("submit,duration,gpus\n1,2,16\n"))[0]?.demand).toEqual({ gpus: 16 });
    const [job] = await jobsOf("submit,duration,instances,type,priority\n1,2,3,ml.p4d.24xlarge,7\n");
    expect(job).toMatchObject({ demand: { instances: 3, type: "ml.p4d.24xlarge" }, priority: 7 });
  });

  it("that is not sorted is, and tells the first line that was not", async () => {
    const { log } = await historyOf("submit,duration\n5,1\n9,1\n7,1\n1,1\n");
    expect(log.unsorted).toEqual({ line: 4, above: 3 });
    expect(
      (await jobsOf("submit,duration\n5,1\n9,1\n7,1\n1,1\n")).map(({ submittedAt }) => submittedAt / 1000),
    ).toEqual([1, 5, 7, 9]);
  });
});

describe("bad input is one message with line and column:", () => {
  it.each([
    ["an empty file", "", "jobs.csv: line 1, column 1: the file is empty: no line names its columns"],
    ["no jobs", "submit,duration\n", "jobs.csv: line 2, column 1: there are no jobs below the names of the columns"],
    [
      "a time that is none",
      "submit,duration\nsoon,1\n",
      'jobs.csv: line 2, column 1 (submit): is no time, as 2026-03-01T09:00:00Z or seconds since 1970: "soon"',
    ],
    [
      "a day that is none",
      "submit,duration\n2026-02-30,1\n",
      'jobs.csv: line 2, column 1 (submit): is no time, as 2026-03-01T09:00:00Z or seconds since 1970: "2026-02-30"',
    ],
    [
      "a negative time",
      "submit,duration\n1,1\n-5,1\n",
      "jobs.csv: line 3, column 1 (submit): a time before the beginning: -5",
    ],
    [
      "a negative duration",
      "submit,duration\n1,-1\n",
      "jobs.csv: line 2, column 2 (duration): a job cannot run for less than nothing: -1 s",
    ],
    [
      "a duration that is none",
      "submit,duration\n1,long\n",
      'jobs.csv: line 2, column 2 (duration): is no number of seconds, and not like 1:30:00: "long"',
    ],
    [
      "a moment beyond all years",
      "submit,duration\n167766480012345678901,1\n",
      'jobs.csv: line 2, column 1 (submit): is no time, as 2026-03-01T09:00:00Z or seconds since 1970: "167766480012345678901"',
    ],
    [
      "two columns of one name",
      "submit,duration,submit\n1,1,2\n",
      "jobs.csv: line 1, column 3: column 1 is called submit, too: rename one of them",
    ],
    ["another encoding", "s\0u\0b\0m\0i\0t\0", "jobs.csv: line 1, column 1: is no UTF-8: save it as such"],
    [
      "an end before its start",
      "submit,started,ended\n1,9,8\n",
      "jobs.csv: line 2, column 3 (ended): a job cannot run for less than nothing: -1 s",
    ],
    [
      "half an instance",
      "submit,duration,instances\n1,1,0.5\n",
      'jobs.csv: line 2, column 3 (instances): is no whole number from 0: "0.5"',
    ],
    [
      "a capacity that is none",
      "submit,duration,capacity\n1,1,two\n",
      'jobs.csv: line 2, column 3 (capacity): is no capacity, as ml.g5.xlarge=2: "two"',
    ],
    [
      "too few cells",
      "submit,duration,share\n1,1\n",
      "jobs.csv: line 2, column 3: has 2 cells, where the first line names 3 columns",
    ],
    [
      "a quote that is not closed",
      'submit,duration\n1,"1\n',
      "jobs.csv: line 2: a quote is not closed, or text follows it",
    ],
    [
      "no column of submissions",
      "when,duration\n1,1\n",
      "jobs.csv: line 1, column 1 to 2: no column says when a job was submitted: name it with --columns submit=<one of when, duration>",
    ],
    [
      "no column of durations",
      "submit,long\n1,1\n",
      "jobs.csv: line 1, column 1 to 2: no column says how long a job ran: name it with --columns duration=<one of submit, long>",
    ],
  ])("%s", async (_, text, message) => {
    const error: unknown = await historyOf(text).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(HistoryError);
    expect(error).toHaveProperty("message", message);
  });

  it("a mapped column that is not there, with one that is spelt alike", async () => {
    await expect(historyOf("timestamp,duration\n1,1\n", { submit: "timestmp" })).rejects.toThrow(
      "jobs.csv: line 1, column 1 to 2: there is no column timestmp for submit (there are: timestamp, duration); did you mean timestamp?",
    );
  });

  it("a first line of very many names, of which it tells some", async () => {
    const names = Array.from({ length: 50 }, (_, i) => `${"long".repeat(20)}${i}`);
    const error: unknown = await historyOf(`${names.join(",")}\n`).catch((reason: unknown) => reason);
    expect(error).toHaveProperty("message", expect.stringMatching(/^.{0,3000}long, and 10 more>$/));
  });

  it("a file that is not there, a folder, and what is no gzip", async () => {
    const { openHistory } = await import("../../../planning/history/history");
    await expect(openHistory({ file: "none.csv", folder: __dirname, columns: {} })).rejects.toThrow(
      "none.csv: there is no such file",
    );
    await expect(openHistory({ file: ".", folder: __dirname, columns: {} })).rejects.toThrow(".: is a folder");
    await expect(historyOf("no gzip", {}, "jobs.csv.gz")).rejects.toThrow(
      "jobs.csv.gz: cannot be decompressed: incorrect header check",
    );
  });

  it("a mapping that is none", () => {
    expect(parseColumns("submit")).toBeUndefined();
    expect(parseColumns("when=timestamp")).toBeUndefined();
  });
});
