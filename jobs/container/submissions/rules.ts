import { latestHint } from "../../../aws/batch/job-definitions";
import { QUOTAS } from "../../../aws/batch/limits";
import type { ValueProblem } from "../../../config/zod-problems";
import { renderPath } from "../../../config/errors";
import { nearestHint, someEffort } from "../../../config/nearest";
import { type GraphProblem, graphProblems, referencedName, referenceJudge } from "../../engine/graph";
import { requestOf, type PlannedContainerJob } from "./planned-job";

const SOME_ID = "00000000-0000-4000-8000-000000000000";

/** @returns all that is wrong with the jobs of a file as a whole */
export function submissionProblems(jobs: readonly PlannedContainerJob[]): ValueProblem[] {
  const byName = new Map(jobs.map((job) => [job.name, job]));
  const names = [...byName.keys()];
  const effort = someEffort();
  const judge = referenceJudge(names);
  const hint = (need: string) => nearestHint(need, names, "job", effort);
  return [
    ...graphProblems(jobs).map((problem) => ofGraph(problem, jobs, hint)),
    ...jobs.flatMap((job) => [
      ...dependencyProblems(job, byName, judge),
      ...definitionProblems(job),
      ...sizeProblems(job),
    ]),
  ];
}

function ofGraph(
  problem: GraphProblem,
  jobs: readonly PlannedContainerJob[],
  hintFor: (need: string) => string | undefined,
): ValueProblem {
  const job = jobs[problem.index];
  const path = job?.path ?? [];
  switch (problem.kind) {
    case "duplicate": {
      const first = renderPath(jobs[problem.first]?.path ?? []);
      return { path: [...path, "jobName"], rule: `repeats the name of ${first}`, found: problem.name };
    }
    case "unknown": {
      const found = `\${${problem.need}}`;
      const at = (job?.request.dependsOn ?? []).findIndex(({ jobId }) => jobId === found);
      const hint = hintFor(problem.need);
      return { path: [...path, "dependsOn", at, "jobId"], rule: "names no job of the file", found, hint };
    }
    case "cycle":
      return { path: [...path, "dependsOn"], rule: `closes a cycle: ${problem.path.join(" -> ")}` };
  }
}

function dependencyProblems(
  job: PlannedContainerJob,
  byName: ReadonlyMap<string, PlannedContainerJob>,
  judge: ReturnType<typeof referenceJudge>,
): ValueProblem[] {
  return (job.request.dependsOn ?? []).flatMap(({ jobId, type }, index): ValueProblem[] => {
    const path = [...job.path, "dependsOn", index];
    const isArray = job.request.arrayProperties !== undefined;
    if (jobId === undefined) {
      if (type === "SEQUENTIAL" && isArray) return [];
      const hint = 'only an array job may have {"type": "SEQUENTIAL"} alone';
      return [{ path, rule: "must have a jobId", hint }];
    }
    const wrong = judge(jobId);
    if (wrong !== undefined) return [{ path: [...path, "jobId"], found: jobId, ...wrong }];
    // SubmitJob, dependsOn: a SEQUENTIAL dependency is one "without specifying a job ID for array jobs".
    if (type === "SEQUENTIAL" && isArray) {
      const hint = 'write {"type": "SEQUENTIAL"} for the jobs of the array, and {"jobId": ...} for the other job';
      return [{ path: [...path, "jobId"], rule: "has no place beside SEQUENTIAL in an array job", found: jobId, hint }];
    }
    if (type !== "N_TO_N") return [];
    if (!isArray) return [{ path: [...path, "type"], rule: "can be N_TO_N only for an array job (arrayProperties)" }];
    const other = byName.get(referencedName(jobId) ?? "")?.request;
    const size = job.request.arrayProperties?.size;
    if (other === undefined || other.arrayProperties?.size === size) return [];
    const found = other.arrayProperties === undefined ? "is no array job" : `has size ${other.arrayProperties.size}`;
    return [{ path: [...path, "type"], rule: `N_TO_N needs two arrays of size ${size}; ${other.jobName} ${found}` }];
  });
}

/** Docker's word for the newest has no place here. */
function definitionProblems({ path, request: { jobDefinition = "" } }: PlannedContainerJob): ValueProblem[] {
  const hint = latestHint(jobDefinition);
  if (hint === undefined) return [];
  const rule = "must be name, name:revision or an ARN, where a revision is a number";
  return [{ path: [...path, "jobDefinition"], rule, found: jobDefinition, hint }];
}

/** As it will be sent, ids and tag included. */
function sizeProblems(job: PlannedContainerJob): ValueProblem[] {
  const ids = new Map(job.needs.map((name) => [name, SOME_ID]));
  const bytes = Buffer.byteLength(JSON.stringify(requestOf(job, ids, `${SOME_ID}/${job.name}`)));
  const most = QUOTAS.submitJobBytes;
  if (bytes <= most) return [];
  const hint = "put large values into S3 and pass their address";
  return [{ path: job.path, rule: `makes a request of ${bytes} bytes; AWS Batch takes at most ${most}`, hint }];
}
