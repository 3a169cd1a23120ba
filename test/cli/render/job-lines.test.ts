import { arrayText, changeLine, reasonOf, summaryLines } from "../../../cli/render/job-lines";
import { plainText } from "../../../cli/render/style";
import type { JobState } from "../../../jobs/engine/monitor";

const state = (id: string, status: JobState["status"], more: Partial<JobState> = {}): JobState => ({
  id,
  name: `job-${id}`,
  status,
  attempts: 0,
  logs: [],
  needs: [],
  ...more,
});

test.each([
  [{}, "0 of 100 done"],
  [{ SUCCEEDED: 70 }, "70 of 100 done"],
  [{ SUCCEEDED: 67, FAILED: 3, RUNNING: 12 }, "70 of 100 done, 3 failed, 12 running"],
])("of the jobs of an array %j is told as %s", (byStatus, text) => {
  expect(arrayText({ size: 100, byStatus })).toBe(text);
});

test("a change of an array tells how far its jobs are", () => {
  const array = { size: 3, byStatus: { SUCCEEDED: 1 } };
  expect(changeLine(state("a", "PENDING", { array }), plainText)).toBe("job-a  PENDING  1 of 3 done");
});

test("a change tells exit code and reason of a job that failed, and no reason of one that goes its way", () => {
  const failed = state("a", "FAILED", { exitCode: 3, reason: "Essential container\nexited" });
  expect(changeLine(failed, plainText)).toBe("job-a  FAILED  exit code 3  Essential container exited");
  expect(changeLine(state("a", "SUCCEEDED", { exitCode: 0, reason: "done" }), plainText)).toBe("job-a  SUCCEEDED");
  expect(reasonOf({ status: "RUNNABLE" })).toBe("");
});

test("the end names what failed, where its log is, and on which failed job another one depended", () => {
  const log = { group: "/aws/batch/job", stream: "train/1" };
  const states = [
    state("a", "FAILED", { exitCode: 3, logs: [log] }),
    state("b", "FAILED", { needs: ["a"], reason: "Dependent Job failed" }),
    state("c", "SUCCEEDED"),
  ];
  expect(summaryLines(states, plainText)).toEqual([
    "2 of 3 jobs failed:",
    "  job-a  FAILED  exit code 3  (log stream train/1)",
    "  job-b  FAILED  Dependent Job failed  (it depends on job-a)",
  ]);
  expect(summaryLines([state("c", "SUCCEEDED")], plainText)).toEqual(["1 job succeeded"]);
});
