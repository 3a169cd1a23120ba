import * as path from "node:path";
import { readSubmissions, submitFile, type SubmitFileOptions } from "../../../../jobs/container/submissions";
import { LockedError, takeLock } from "../../../../locks";
import { type BatchCalls, standIn } from "../../../aws/stand-in";
import { temporaryFolder } from "../../../deploy/folders";

const folder = temporaryFolder();
const job = (jobName: string) => ({ jobName, jobQueue: "cpu", jobDefinition: "train" });
const file = readSubmissions("jobs.json", JSON.stringify({ jobs: [job("good"), job("bad")] }), undefined);

/** AWS Batch that refuses the job `bad`, or any. */
const batch = (isRefused: boolean) => {
  const submitJob: BatchCalls["submitJob"] = ({ jobName = "" }) =>
    jobName === "bad" && isRefused
      ? Promise.reject(Object.assign(new Error("refused"), { $metadata: { httpStatusCode: 400 }, $fault: "client" }))
      : Promise.resolve({ jobName, jobId: `id-of-${jobName}` });
  return standIn({ submitJob });
};

/** Submits, and says for each time that ids are kept what they are and whether somebody else could have the journal. */
async function submitted(name: string, isRefused: boolean, options: Partial<SubmitFileOptions> = {}) {
  const journal = path.join(folder, name);
  const kept: { names: string[]; isOurs: boolean }[] = [];
  const keepIds = (ids: ReadonlyMap<string, string>) =>
    void kept.push({ names: [...ids.keys()], isOurs: isTaken(journal) });
  const done = submitFile({ file, batch: batch(isRefused), journal, place: {}, keepIds, ...options });
  const [outcome] = await Promise.allSettled([done]);
  if (outcome.status === "fulfilled") await outcome.value.close(true);
  return { kept, isFree: !isTaken(journal) };
}

function isTaken(journal: string): boolean {
  try {
    takeLock(`${journal}.lock`, "look of a test").release();
    return false;
  } catch (error) {
    if (error instanceof LockedError) return true;
    throw error;
  }
}

describe("ids are kept while nobody else can go on with the run", () => {
  it("when all jobs are submitted", async () => {
    expect(await submitted("all", false)).toEqual({ kept: [{ names: ["good", "bad"], isOurs: true }], isFree: true });
  });

  it("when a job is refused: who goes on right after has the last word", async () => {
    expect(await submitted("refused", true)).toEqual({ kept: [{ names: ["good"], isOurs: true }], isFree: true });
  });

  it("when the user has interrupted", async () => {
    const signal = AbortSignal.abort();
    expect(await submitted("interrupted", false, { signal })).toEqual({
      kept: [{ names: [], isOurs: true }],
      isFree: true,
    });
  });

  it("and what goes wrong in keeping them leaves the journal free", async () => {
    const keepIds = () => {
      throw new Error("disk full");
    };
    for (const isRefused of [true, false]) {
      expect((await submitted(`full-${isRefused}`, isRefused, { keepIds })).isFree).toBe(true);
    }
  });
});
