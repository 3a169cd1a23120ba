import type { ValueProblem } from "../../config/zod-problems";
import { someEffort, suggestions } from "../../config/nearest";
import { graphProblems, referencedName, referenceJudge } from "../engine/graph";
import type { Submission } from "./submission-shape";

/** What `dependsOn` of a submission refers to. */
export interface Dependencies {
  /** Of `${name}`: jobs of the same file. */
  readonly names: readonly string[];
  /** Ids of jobs that exist. */
  readonly ids: readonly string[];
}

/** Service jobs have no `dependsOn` in the API; here it means: submit when those have succeeded. */
export function dependenciesOf({ dependsOn = [] }: Pick<Submission, "dependsOn">): Dependencies {
  const found = dependsOn.map(({ jobId }) => ({ jobId, name: referencedName(jobId)?.trim() }));
  const unique = (values: readonly string[]) => [...new Set(values)];
  return {
    names: unique(found.flatMap(({ name }) => name ?? [])),
    ids: unique(found.flatMap(({ jobId, name }) => (name === undefined ? jobId : []))),
  };
}

/** @returns names given twice, references to nobody, and one cycle if there is any; paths begin at the list of jobs. */
export function dependencyProblems(jobs: readonly Submission[]): ValueProblem[] {
  const names = jobs.map(({ jobName }) => jobName);
  const effort = someEffort();
  const nodes = jobs.map((job) => ({ name: job.jobName, needs: dependenciesOf(job).names }));
  const judge = referenceJudge(names);
  const wrong = jobs.flatMap(({ dependsOn = [] }, index) =>
    dependsOn.flatMap(({ jobId }, at): ValueProblem[] => {
      const found = judge(jobId);
      return found === undefined ? [] : [{ path: [index, "dependsOn", at, "jobId"], found: jobId, ...found }];
    }),
  );
  const ofGraph = graphProblems(nodes).map((problem): ValueProblem => {
    const { index } = problem;
    if (problem.kind === "duplicate") {
      const rule = `is the name of jobs[${problem.first}], too`;
      return { path: [index, "jobName"], rule, found: problem.name };
    }
    if (problem.kind === "cycle") {
      const rule = `waits for itself: ${problem.path.join(" -> ")}`;
      return { path: [index, "dependsOn"], rule };
    }
    const at = (jobs[index]?.dependsOn ?? []).findIndex(({ jobId }) => referencedName(jobId)?.trim() === problem.need);
    const more = suggestions(problem.need, names, "job", effort);
    const path = [index, "dependsOn", at, "jobId"];
    return { path, rule: "refers to no job of this file", found: `\${${problem.need}}`, ...more };
  });
  return [...wrong, ...ofGraph];
}
