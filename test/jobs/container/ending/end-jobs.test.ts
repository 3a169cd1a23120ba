import type { CancelJobsErrorDetail } from "@aws-sdk/client-batch";
import { endJobs, type EndOptions } from "../../../../jobs/container/ending";
import { type BatchCalls, standIn } from "../../../aws/stand-in";
import { randomOf, VirtualTime } from "../../training/virtual-time";

const ids = (count: number) => Array.from({ length: count }, (_, index) => `id-${index}`);
const refusal = (message: string) => Object.assign(new Error(message), { $metadata: { httpStatusCode: 403 } });

/** What a service answers for some jobs. */
type Answers = (job: string) => CancelJobsErrorDetail | undefined;

function world({ many = () => undefined, one = () => undefined }: { many?: Answers; one?: Answers } = {}) {
  const time = new VirtualTime(randomOf(1));
  const groups: string[][] = [];
  const single: string[] = [];
  const endMany = ({ jobs = [] }: { jobs?: string[] }) => {
    groups.push(jobs);
    const errors = jobs.flatMap((job) => many(job) ?? []);
    const whole = errors.find(({ code }) => code === "whole");
    if (whole !== undefined) return Promise.reject(refusal(whole.message ?? ""));
    return Promise.resolve({ successful: jobs.filter((id) => !errors.some(({ job }) => job === id)), errors });
  };
  const endOne = ({ jobId = "" }: { jobId?: string }) => {
    single.push(jobId);
    const error = one(jobId);
    return error === undefined ? Promise.resolve({}) : Promise.reject(refusal(error.message ?? ""));
  };
  const calls: Partial<BatchCalls> = { terminateJob: endOne, terminateJobs: endMany };
  const batch = standIn(calls, time);
  const run = (wanted: readonly string[], more: Partial<EndOptions> = {}) =>
    time.during(endJobs({ how: "terminate", batch, ids: wanted, reason: "test", ...more }));
  return { time, groups, single, calls, run };
}

const error = (job: string, code: string, message: string): CancelJobsErrorDetail => ({ job, code, message });

describe("endJobs", () => {
  it("ends fifty jobs a call, each once", async () => {
    const { groups, single, run } = world();
    const wanted = ids(120);
    expect(await run([...wanted, ...wanted.slice(0, 10)])).toEqual(new Map());
    expect(groups.map(({ length }) => length)).toEqual([50, 50, 20]);
    expect(groups.flat().sort()).toEqual([...wanted].sort());
    expect(single).toEqual([]);
  });

  it("repeats those that were throttled or met a server error, and reports the others", async () => {
    const left = new Map([
      ["id-1", 2],
      ["id-2", 1],
    ]);
    const { groups, run } = world({
      many: (job) => {
        const times = left.get(job) ?? 0;
        left.set(job, times - 1);
        if (times > 0) return error(job, job === "id-1" ? "ThrottlingException" : "ServerException", "busy");
        return job === "id-0" ? error(job, "ClientException", "no such job") : undefined;
      },
    });
    expect(await run(ids(4))).toEqual(new Map([["id-0", "no such job"]]));
    expect(groups).toEqual([ids(4), ["id-1", "id-2"], ["id-1"]]);
  });

  it("gives up a job that is throttled for ever", async () => {
    const { run } = world({ many: (job) => error(job, "ThrottlingException", "busy") });
    expect(await run(["id-0"])).toEqual(new Map([["id-0", "busy"]]));
  });

  it("ends jobs one by one where the call for many is refused as a whole", async () => {
    const { groups, single, run } = world({
      many: (job) => error(job, "whole", "not authorized to perform batch:TerminateJobs"),
      one: (job) => (job === "id-2" ? error(job, "ClientException", "malformed") : undefined),
    });
    expect(await run(ids(3))).toEqual(new Map([["id-2", "malformed"]]));
    expect(groups).toHaveLength(1);
    expect(single.sort()).toEqual(ids(3));
  });

  it("reports all jobs of a call that is never answered", async () => {
    const { time, calls, run } = world();
    const lost = () => Promise.reject(Object.assign(new Error("socket hang up"), { code: "ECONNRESET" }));
    const failed = await run(ids(2), { batch: standIn({ ...calls, terminateJobs: lost }, time) });
    expect([...failed]).toEqual(ids(2).map((id) => [id, "socket hang up"]));
  });

  it("keeps to the rate", async () => {
    const { time, run } = world();
    const begun = time.now();
    await run(ids(500), { rate: 5 });
    expect(time.now() - begun).toBeCloseTo(1800, -2);
  });

  it("cancels by the calls for cancelling, many and one", async () => {
    const asked: string[] = [];
    const cancelJobs = ({ jobs = [] }: { jobs?: string[] }) => {
      asked.push(`many ${jobs.join()}`);
      return Promise.reject(refusal("not authorized to perform batch:CancelJobs"));
    };
    const cancelJob = ({ jobId = "" }: { jobId?: string }) =>
      Promise.resolve(void asked.push(`one ${jobId}`)).then(() => ({}));
    const batch = standIn({ cancelJobs, cancelJob });
    expect(await endJobs({ how: "cancel", batch, ids: ["id-0"], reason: "test" })).toEqual(new Map());
    expect(asked).toEqual(["many id-0", "one id-0"]);
  });

  it("takes an answer without errors for success, and the code for the reason when there is no other", async () => {
    const { run, calls, time } = world({ many: (job) => ({ job, code: "ClientException", message: undefined }) });
    expect(await run(["id-0"])).toEqual(new Map([["id-0", "ClientException"]]));
    const batch = standIn(
      { ...calls, terminateJobs: () => Promise.resolve({ successful: [], errors: undefined }) },
      time,
    );
    expect(await run(["id-0"], { batch })).toEqual(new Map());
  });
});
