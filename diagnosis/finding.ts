/**
 * What a job comes to as things are:
 * - `cannot-run`: it will not start until somebody changes something;
 * - `would-fail`: it will be started, and then fail;
 * - `failed`: it has;
 * - `waits`: it will go by itself;
 * - `fine`: it runs, or has succeeded.
 */
export type Verdict = "cannot-run" | "would-fail" | "failed" | "waits" | "fine";

/** Whether the same job would come further when it is submitted once more. */
export type Retry = "would help" | "may help" | "would not help";

/** What a rule has found. The texts are whole sentences without their last dot. */
export interface Finding {
  readonly verdict: Verdict;
  /** What was looked at: `compute environments of queue gpu`. */
  readonly lookedAt: string;
  /** What was found there; the first of it is the first line of the diagnosis. */
  readonly found: string;
  /** More of what was found, a sentence each: who has what the job waits for, when it goes. */
  readonly details?: readonly string[];
  /** What to do about it, the best first: a command and nothing else, or words, as the file and line of a declaration. */
  readonly todo: readonly string[];
  /** Of a job that has failed. */
  readonly retry?: Retry;
  /** The last lines of a log. */
  readonly lines?: readonly string[];
}

/** Looks for one cause in what is known. */
export interface Rule<Facts> {
  /** Name of its file. */
  readonly name: string;
  /** The page of AWS that says so. */
  readonly source: string;
  /** @returns undefined when the cause is not there, or nobody could look */
  check(facts: Facts): Finding | undefined;
}

/** A finding, and which rule it is of. */
export interface NamedFinding extends Finding {
  readonly rule: string;
  readonly source: string;
}

/** @returns what the rules find, in their order, which is that of likelihood */
export function findingsOf<Facts>(rules: readonly Rule<Facts>[], facts: Facts): NamedFinding[] {
  return rules.flatMap(({ name, source, check }) => {
    const finding = check(facts);
    return finding === undefined ? [] : [{ rule: name, source, ...finding, todo: begun(finding.todo) }];
  });
}

/** What is first is no other way. */
const begun = ([first, ...others]: readonly string[]): string[] =>
  first === undefined ? others : [first.replace(/^or /, ""), ...others];

/**
 * @param echo name of the rule that tells what AWS says itself
 * @returns the findings without what AWS says where it is known in more detail
 */
export function withoutEcho(findings: readonly NamedFinding[], echo: string): NamedFinding[] {
  const isKnown = findings.some((finding) => isBad(finding) && finding.rule !== echo);
  return findings.filter(({ rule }) => !isKnown || rule !== echo);
}

/** Whether somebody has to do something. */
export const isBad = ({ verdict }: Pick<Finding, "verdict">): boolean => verdict !== "waits" && verdict !== "fine";
