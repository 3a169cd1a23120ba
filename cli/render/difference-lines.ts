import type { Difference, SubmittedBefore } from "../../jobs/engine/journal";
import { amount } from "./style";

/** @returns how many jobs are still to be submitted, as far as that is known */
export function unsubmitted({ added, changed, open, kept, outdated }: Difference): number {
  return [...added, ...changed, ...open].length + [...kept, ...outdated].filter(({ id }) => id === undefined).length;
}

// More names are no fun to read; --json has them all.
const MOST_NAMED = 10;

/** @returns what becomes of the jobs of a run that was mended, a line for each kind of job that there is */
export function differenceLines({ isExact, ...jobs }: Difference): string[] {
  const line = (what: string, names: readonly string[]) => (names.length === 0 ? [] : [`  ${what}: ${listed(names)}`]);
  const isUnknown = ({ id }: SubmittedBefore) => id === undefined;
  const titles = (some: readonly SubmittedBefore[]) =>
    some.map(({ name, id }) => (id === undefined ? name : `${name} (${id})`));
  const known = (some: readonly SubmittedBefore[]) => titles(some.filter((job) => !isUnknown(job)));
  const unknown = titles([...jobs.kept, ...jobs.outdated].filter(isUnknown));
  const lines = [
    ...line("new, to be submitted", jobs.added),
    ...line("changed, to be submitted", jobs.changed),
    ...line("not submitted yet, to be submitted", jobs.open),
    ...line("called without an answer, to be looked for and submitted if it is not there", unknown),
    ...line(
      isExact ? "submitted, and as it was" : "submitted; whether it has changed since is not known",
      known(jobs.kept),
    ),
    ...line(
      "submitted, and CHANGED since: stays as it was submitted, and is not submitted again",
      known(jobs.outdated),
    ),
    ...line("submitted, and no longer in the file: stays submitted, and is not ended", known(jobs.removed)),
    ...line("maybe submitted, and no longer in the file: nobody looks for it", titles(jobs.removed.filter(isUnknown))),
    ...line("no longer in the file, never submitted", jobs.dropped),
  ];
  return [
    `The jobs have changed since the run was begun; ${amount(unsubmitted({ isExact, ...jobs }), "job")} to submit:`,
    ...lines,
  ];
}

function listed(names: readonly string[]): string {
  const rest = names.length - MOST_NAMED;
  return `${names.slice(0, MOST_NAMED).join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
}
