import type { ValueProblem } from "../../config/zod-problems";
import { suggestions } from "../../config/nearest";
import type { Submission } from "./submission-shape";

const REFERENCE = /^\$\{([^{}]*)\}$/;

/** What `dependsOn` of a submission refers to. */
export interface Dependencies {
  /** Of `${name}`: jobs of the same file. */
  readonly names: readonly string[];
  /** Ids of jobs that exist. */
  readonly ids: readonly string[];
}

/** Service jobs have no `dependsOn` in the API; here it means: submit when those have succeeded. */
export function dependenciesOf({ dependsOn = [] }: Pick<Submission, "dependsOn">): Dependencies {
  const found = dependsOn.map(({ jobId }) => ({ jobId, name: REFERENCE.exec(jobId)?.[1]?.trim() }));
  const unique = (values: readonly string[]) => [...new Set(values)];
  return {
    names: unique(found.flatMap(({ name }) => name ?? [])),
    ids: unique(found.flatMap(({ jobId, name }) => (name === undefined ? jobId : []))),
  };
}

/** @returns names given twice, references to nobody, and one cycle if there is any; paths begin at the list of jobs. */
export function graphProblems(jobs: readonly Submission[]): ValueProblem[] {
  const names = jobs.map(({ jobName }) => jobName);
  const problems = jobs.flatMap((job, index): ValueProblem[] => {
    const first = names.indexOf(job.jobName);
    const twice =
      first < index
        ? [{ path: [index, "jobName"], rule: `is the name of jobs[${first}], too`, found: job.jobName }]
        : [];
    const unknown = (job.dependsOn ?? []).flatMap(({ jobId }, at): ValueProblem[] => {
      const name = REFERENCE.exec(jobId)?.[1]?.trim();
      if (name === undefined || names.includes(name)) return [];
      const rule = "refers to no job of this file";
      return [{ path: [index, "dependsOn", at, "jobId"], rule, found: jobId, ...suggestions(name, names, "job") }];
    });
    return [...twice, ...unknown];
  });
  if (problems.length > 0) return problems;
  const cycle = cycleOf(new Map(jobs.map((job) => [job.jobName, dependenciesOf(job).names])));
  if (cycle === undefined) return [];
  const rule = `depend on each other in a ring: ${cycle.join(" -> ")}`;
  return [{ path: [], rule }];
}

/** @returns the names along one cycle, the first again at the end; undefined when there is none. */
function cycleOf(before: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const done = new Set<string>();
  for (const start of before.keys()) {
    // Depth first without recursion: a chain may be thousands of jobs long.
    const path: { name: string; left: string[] }[] = [{ name: start, left: [...(before.get(start) ?? [])] }];
    const open = new Set([start]);
    while (path.length > 0) {
      const top = path[path.length - 1];
      const next = top?.left.pop();
      if (top === undefined) break;
      if (next === undefined) {
        done.add(top.name);
        open.delete(top.name);
        path.pop();
      } else if (open.has(next)) {
        const names = path.map(({ name }) => name);
        return [...names.slice(names.indexOf(next)), next];
      } else if (!done.has(next)) {
        open.add(next);
        path.push({ name: next, left: [...(before.get(next) ?? [])] });
      }
    }
  }
  return undefined;
}
