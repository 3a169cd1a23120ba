import type { JobDetail, JobSummary } from "@aws-sdk/client-batch";
import { logsOfFailedJobs } from "../../../jobs/runs/job-logs";

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 21, 0, 0, seconds));
const span = { from: at(10), to: at(60) };

function failed(jobId: string, seconds: number, changes: Partial<JobSummary> = {}): JobSummary {
  return {
    jobId,
    jobName: `p-${jobId}`,
    status: "FAILED",
    statusReason: "Essential container in task exited",
    container: { exitCode: 1 },
    stoppedAt: at(seconds).getTime(),
    ...changes,
  };
}

const GROUP = { logDriver: "awslogs", options: { "awslogs-group": "p/batch/training" } } as const;

/** AWS with logs; the details of a job are what its id is a key of. */
function aws(details: Readonly<Record<string, Partial<JobDetail>>>, logs: Readonly<Record<string, string[]>>) {
  const asked: string[][] = [];
  return {
    asked,
    describeJobs: (ids: readonly string[]) => {
      asked.push([...ids]);
      // Cast: of a job nothing else is read.
      return Promise.resolve(ids.map((jobId) => ({ jobId, ...details[jobId] }) as JobDetail));
    },
    lastLines: (group: string, stream: string) => Promise.resolve(logs[`${group} ${stream}`] ?? []),
  };
}

test("a job that failed tells why, and the last lines of its log", async () => {
  const services = aws(
    { a: { container: { logStreamName: "training/default/1", logConfiguration: GROUP } } },
    { "p/batch/training training/default/1": ["out of memory"] },
  );

  expect(await logsOfFailedJobs([failed("a", 30)], span, services)).toEqual([
    { id: "a", name: "p-a", reason: "Essential container in task exited; exit code 1", lines: ["out of memory"] },
  ]);
});

test("without a group of its own a job writes to the one of AWS Batch", async () => {
  const services = aws({ a: { container: { logStreamName: "s" } } }, { "/aws/batch/job s": ["here"] });

  expect((await logsOfFailedJobs([failed("a", 30)], span, services))[0]?.lines).toEqual(["here"]);
});

test("of several attempts the last one is read", async () => {
  const attempts = [{ container: { logStreamName: "first" } }, { container: { logStreamName: "last" } }];
  const services = aws({ a: { attempts } }, { "/aws/batch/job first": ["1"], "/aws/batch/job last": ["2"] });

  expect((await logsOfFailedJobs([failed("a", 30)], span, services))[0]?.lines).toEqual(["2"]);
});

test("a job without a stream, or whose stream is not there, has no lines", async () => {
  const services = aws({ b: { container: { logStreamName: "gone" } } }, {});
  const logs = await logsOfFailedJobs([failed("a", 30), failed("b", 31)], span, services);

  expect(logs.map(({ name, lines }) => [name, lines])).toEqual([
    ["p-a", []],
    ["p-b", []],
  ]);
});

test("jobs of former runs of the day, and those that clean-up ended, are no reason for the failure", async () => {
  const services = aws({}, {});
  const jobs = [failed("former", 5), failed("of-clean-up", 61), failed("fine", 30, { status: "SUCCEEDED" })];

  expect(await logsOfFailedJobs(jobs, span, services)).toEqual([]);
  expect(services.asked).toEqual([]);
});

test("of many the first three are told", async () => {
  const services = aws({}, {});
  const jobs = [5, 4, 3, 2, 1].map((number) => failed(`j${number}`, 10 + number));

  expect((await logsOfFailedJobs(jobs, span, services)).map(({ name }) => name)).toEqual(["p-j1", "p-j2", "p-j3"]);
});

test("a job of which AWS Batch tells neither reason nor code is still named; one that never ended is none", async () => {
  const silent = failed("a", 30, { statusReason: undefined, container: undefined });
  const jobs = [silent, failed("never", 30, { stoppedAt: undefined })];

  expect(await logsOfFailedJobs(jobs, span, aws({}, {}))).toEqual([{ id: "a", name: "p-a", reason: "", lines: [] }]);
});
