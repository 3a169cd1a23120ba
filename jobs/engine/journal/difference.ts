import type { RunRecord } from "../record";
import type { Header } from "./read";

/** A job of which the run has submitted, or may have. */
export interface SubmittedBefore {
  readonly name: string;
  /** Absent: the call was not answered, and nobody has looked yet what came of it. */
  readonly id?: string;
}

/** What the jobs are now, beside what the run was about. */
export interface Difference {
  /** Were no jobs of the run. */
  readonly added: readonly string[];
  /** Are others than they were, and not submitted. */
  readonly changed: readonly string[];
  /** Are as they were, and not submitted. */
  readonly open: readonly string[];
  /** Were submitted as they are. */
  readonly kept: readonly SubmittedBefore[];
  /** Were submitted, and are others now: what was submitted stays. */
  readonly outdated: readonly SubmittedBefore[];
  /** Were submitted, and are no jobs of the file any more. */
  readonly removed: readonly SubmittedBefore[];
  /** Were not submitted, and are no jobs of the file any more. */
  readonly dropped: readonly string[];
  /** Whether the journal tells what the jobs were; that of an older dapf has the names of those alone that were begun. */
  readonly isExact: boolean;
}

type Digests = Readonly<Record<string, string>>;

/** What the run is about by its last word. */
export function subjectOf(header: Header, records: readonly RunRecord[]): Pick<Header, "about" | "jobs"> {
  const last = records.findLast((record) => record.type === "mended");
  return last ?? header;
}

/** @param jobs name -> digest, as they are now */
export function differenceOf(header: Header, records: readonly RunRecord[], jobs: Digests): Difference {
  const before = subjectOf(header, records).jobs;
  const begun = begunJobs(header, records);
  const names = Object.keys(jobs);
  const rest = names.filter((name) => !begun.has(name));
  const isSame = (name: string) => before?.[name] === jobs[name];
  const submitted = [...begun].map(([name, { id, digest }]) => ({ name, id, digest }));
  const ofFile = submitted.filter(({ name }) => Object.hasOwn(jobs, name));
  const isKept = ({ name, digest }: (typeof ofFile)[number]) => digest === undefined || digest === jobs[name];
  const shown = (all: typeof submitted): SubmittedBefore[] => all.map(({ name, id }) => ({ name, id }));
  return {
    added: rest.filter((name) => before !== undefined && !Object.hasOwn(before, name)),
    changed: rest.filter((name) => before !== undefined && Object.hasOwn(before, name) && !isSame(name)),
    open: rest.filter((name) => before === undefined || isSame(name)),
    kept: shown(ofFile.filter(isKept)),
    outdated: shown(ofFile.filter((job) => !isKept(job))),
    removed: shown(submitted.filter(({ name }) => !Object.hasOwn(jobs, name))),
    dropped: Object.keys(before ?? {}).filter((name) => !Object.hasOwn(jobs, name) && !begun.has(name)),
    isExact: before !== undefined,
  };
}

/** @returns the jobs that exist or may exist, each with the digest that was the file's when it was submitted */
function begunJobs(header: Header, records: readonly RunRecord[]) {
  const begun = new Map<string, { readonly id?: string; readonly digest?: string }>();
  let { jobs } = header;
  for (const record of records) {
    if (record.type === "mended") ({ jobs } = record);
    else if (record.type === "call") begun.set(record.key, { digest: jobs?.[record.key] });
    else if (record.type === "done") begun.set(record.key, { ...begun.get(record.key), id: record.id });
    else if (record.type === "refused") begun.delete(record.key);
  }
  return begun;
}
