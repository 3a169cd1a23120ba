/** Compares what became of the same tests on plain moto and on the embedded AWS. */
import { isMeant, type KnownDifference } from "./known";

export interface Outcome {
  /** Id below `tests`; of a file whose tests cannot be loaded, its path. */
  readonly test: string;
  readonly outcome: "passed" | "failed" | "skipped";
  /** What went wrong, or why it was skipped. */
  readonly reason: string;
  readonly seconds: number;
}

/** The tests of one service on both. */
export interface Run {
  readonly service: string;
  /** Names of folders below `tests`. */
  readonly folders: readonly string[];
  readonly plain: readonly Outcome[];
  readonly embedded: readonly Outcome[];
}

/** A test, and what went wrong where it does not pass. */
export interface Case {
  readonly test: string;
  readonly reason: string;
}

/** How many tests of a service pass where. */
export interface Count {
  readonly service: string;
  readonly tests: number;
  readonly both: number;
  readonly plainOnly: number;
  readonly embeddedOnly: number;
  readonly neither: number;
}

export interface Comparison {
  readonly counts: readonly Count[];
  /** Passes on plain moto only, and is not on the list. */
  readonly unlisted: readonly Case[];
  /** Passes on plain moto only, as the list says. */
  readonly listed: readonly (Case & Pick<KnownDifference, "why" | "page">)[];
  /** Of the list: no test that it means passes on plain moto only. */
  readonly stale: readonly string[];
  readonly embeddedOnly: readonly Case[];
  /** Passes on neither; the reason is that of the embedded AWS. */
  readonly neither: readonly Case[];
  /** Files whose tests cannot be loaded. */
  readonly unloaded: readonly Case[];
}

/** @param isPart whether only some tests of the services were run, so that those that the list names may be missing */
export function compare(runs: readonly Run[], known: readonly KnownDifference[], isPart: boolean): Comparison {
  const pairs = runs.flatMap(pairsOf);
  const loaded = pairs.filter(({ test }) => isTest(test));
  const passing = (plain: boolean, embedded: boolean, among = loaded) =>
    among.filter((one) => isPassed(one.plain) === plain && isPassed(one.embedded) === embedded);
  const plainOnly = passing(true, false).map(({ test, embedded }) => caseOf(test, embedded));
  const listed = plainOnly.flatMap((one) => {
    const entry = known.find(({ tests }) => tests.some((pattern) => isMeant(pattern, one.test)));
    return entry === undefined ? [] : [{ ...one, why: entry.why, page: entry.page }];
  });
  const isLookedAt = (pattern: string) => isPatternOf(runs, pattern, pairs, isPart);
  return {
    counts: runs.map((run) => {
      const own = pairsOf(run).filter(({ test }) => isTest(test));
      const count = (plain: boolean, embedded: boolean) => passing(plain, embedded, own).length;
      return {
        service: run.service,
        tests: own.length,
        both: count(true, true),
        plainOnly: count(true, false),
        embeddedOnly: count(false, true),
        neither: count(false, false),
      };
    }),
    unlisted: plainOnly.filter(({ test }) => listed.every((one) => one.test !== test)),
    listed,
    stale: known
      .flatMap(({ tests }) => tests.filter(isLookedAt))
      .filter((pattern) => !plainOnly.some(({ test }) => isMeant(pattern, test))),
    embeddedOnly: passing(false, true).map(({ test, plain }) => caseOf(test, plain)),
    neither: passing(false, false).map(({ test, embedded }) => caseOf(test, embedded)),
    unloaded: pairs.filter(({ test }) => !isTest(test)).map(({ test, plain }) => caseOf(test, plain)),
  };
}

interface Pair {
  readonly test: string;
  readonly plain: Outcome | undefined;
  readonly embedded: Outcome | undefined;
}

function pairsOf({ plain, embedded }: Run): Pair[] {
  const outcomes = (of: readonly Outcome[]) => new Map(of.map((one) => [one.test, one]));
  const [onPlain, onEmbedded] = [outcomes(plain), outcomes(embedded)];
  return [...new Set([...onPlain.keys(), ...onEmbedded.keys()])].map((test) => {
    return { test, plain: onPlain.get(test), embedded: onEmbedded.get(test) };
  });
}

/** Files of which the tests cannot be loaded stand there by their paths. */
const isTest = (id: string): boolean => id.includes("::");
const isPassed = (one: Outcome | undefined): boolean => one?.outcome === "passed";
const caseOf = (test: string, one: Outcome | undefined): Case => ({ test, reason: one?.reason ?? "did not run" });

/** Whether what was run says anything about a pattern of the list. */
function isPatternOf(runs: readonly Run[], pattern: string, pairs: readonly Pair[], isPart: boolean): boolean {
  const folder = pattern.split("/")[0] ?? "";
  const isRun = runs.some(({ folders }) => folders.includes(folder));
  const isUnloaded = pairs.some(({ test }) => !isTest(test) && pattern.startsWith(`${test}::`));
  const isThere = pairs.some(({ test }) => isMeant(pattern, test));
  return isRun && !isUnloaded && (isThere || !isPart);
}
