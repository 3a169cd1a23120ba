/**
 * Lists of jobs: filters, order and pages that ListTrainingJobs and ListProcessingJobs have in common. Source: SageMaker API
 * Reference, ListTrainingJobs, ListProcessingJobs.
 */
import { textOf } from "../edge/messages";

type Body = Readonly<Record<string, unknown>>;
export type Summary = Readonly<Record<string, unknown>>;

/** `Training` or `Processing`, as members of summaries are called. */
export type JobKind = "Training" | "Processing";

/** The validation errors of AWS have this form; the words are those of its JSON protocol. */
const constraint = (found: unknown, member: string, rule: string): string =>
  `1 validation error detected: Value '${String(found)}' at '${member}' failed to satisfy constraint: Member must ${rule}`;

const MOST = 100;
// Of processing jobs the API states no pattern.
const NAME_CONTAINS = /^[a-zA-Z0-9-]+$/;
const LONGEST_NAME = 63;

const WORDS: Readonly<Record<string, readonly string[]>> = {
  StatusEquals: ["Completed", "Stopped", "InProgress", "Stopping", "Failed"],
  SortBy: ["Name", "CreationTime", "Status"],
  SortOrder: ["Ascending", "Descending"],
};

/** Whether a word is one that the back end refuses. */
export function hasUnknownWord(body: Body): boolean {
  return Object.entries(WORDS).some(([member, words]) => {
    return body[member] !== undefined && !words.includes(textOf(body[member]));
  });
}

/** Why a list is refused, beside the words that `hasUnknownWord` finds. */
export function listFault(kind: JobKind, body: Body): string | undefined {
  const { MaxResults: most, NameContains: name } = body;
  if (typeof most === "number" && most < 1)
    return constraint(most, "maxResults", "have value greater than or equal to 1");
  if (typeof most === "number" && most > MOST) {
    return constraint(most, "maxResults", `have value less than or equal to ${MOST}`);
  }
  if (kind === "Training" && typeof name === "string") {
    if (name.length > LONGEST_NAME)
      return constraint(name, "nameContains", `have length less than or equal to ${LONGEST_NAME}`);
    if (!NAME_CONTAINS.test(name))
      return constraint(name, "nameContains", "satisfy regular expression pattern: [a-zA-Z0-9\\-]+");
  }
  return undefined;
}

const TIMES = [
  ["CreationTimeAfter", "CreationTime", 1],
  ["CreationTimeBefore", "CreationTime", -1],
  ["LastModifiedTimeAfter", "LastModifiedTime", 1],
  ["LastModifiedTimeBefore", "LastModifiedTime", -1],
] as const;

/** Whether moto cannot list what is asked for: it does not sort, and fails where a time is given. */
export function isBeyondMoto(body: Body): boolean {
  return [...TIMES.map(([filter]) => filter), "SortBy", "SortOrder"].some((member) => body[member] !== undefined);
}

export interface Page {
  readonly items: readonly Summary[];
  readonly nextToken: string | undefined;
}

/**
 * @param summaries - all there are
 * @returns the page that is asked for; undefined when the token is none
 */
export function pageOf(kind: JobKind, summaries: readonly Summary[], body: Body): Page | undefined {
  const token = textOf(body["NextToken"]) || "0";
  if (!/^\d+$/.test(token)) return undefined;
  const found = summaries.filter((summary) => isWanted(kind, summary, body));
  const member = { Name: `${kind}JobName`, Status: `${kind}JobStatus` }[textOf(body["SortBy"])] ?? "CreationTime";
  const sign = body["SortOrder"] === "Descending" ? -1 : 1;
  found.sort((one, other) => sign * compared(one[member], other[member]));
  const first = Number(token);
  const { MaxResults: most = MOST } = body;
  const end = first + Number(most);
  return { items: found.slice(first, end), nextToken: end < found.length ? String(end) : undefined };
}

function isWanted(kind: JobKind, summary: Summary, body: Body): boolean {
  const { NameContains: part, StatusEquals: status } = body;
  if (typeof part === "string" && !textOf(summary[`${kind}JobName`]).includes(part)) return false;
  if (status !== undefined && summary[`${kind}JobStatus`] !== status) return false;
  return TIMES.every(([filter, member, sign]) => {
    const bound = body[filter];
    return typeof bound !== "number" || sign * (Number(summary[member]) - bound) > 0;
  });
}

/** Two members of one kind. */
export function compared(one: unknown, other: unknown): number {
  if (typeof one === "number" && typeof other === "number") return one - other;
  const [first, second] = [String(one), String(other)];
  return first < second ? -1 : Number(first > second);
}
