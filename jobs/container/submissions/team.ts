/** What a team declares of its jobs: what they get that they do not say, and what they may not have. */
import { nameInArn } from "../../../aws/batch/arns";
import { computeArns, type ComputeModel } from "../../../config/compute";
import type { JobPolicy } from "../../../config/job-policy";
import { suggestions } from "../../../config/nearest";
import type { ValueProblem } from "../../../config/zod-problems";
import { DapfError, EXIT_USAGE } from "../../../errors";
import type { Submission } from "./shape";

const SOURCE = "docs/compute-declarations.md, Teams";

/** The environment declares no such team. */
export class UnknownTeamError extends DapfError {
  override readonly exitCode = EXIT_USAGE;

  constructor(
    readonly team: string,
    /** The file that declares teams, relative to the root of the project. */
    readonly file: string,
    readonly known: readonly string[],
  ) {
    const { hint } = suggestions(team, known, "team");
    const advice = hint === undefined ? "" : `; ${hint}`;
    super(`There is no team ${team} in ${file} (there are: ${known.join(", ") || "none"})${advice}`);
  }
}

interface TeamQueue {
  readonly name: string;
  readonly arn: string;
  /** Unknown of a queue that is not declared in the file. */
  readonly isFair: boolean | undefined;
}

/** The team that submits. */
export interface SubmittingTeam {
  readonly name: string;
  /** Who says so, for messages. */
  readonly file: string;
  readonly queues: readonly TeamQueue[];
  readonly shares: readonly string[];
  readonly prefixes: readonly string[];
  /** Declared definitions that it may submit. */
  readonly definitions: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  readonly requiredTags: readonly string[];
  /** The most that one of its jobs may ask for. */
  readonly policy: JobPolicy;
}

/** @throws UnknownTeamError */
export function submittingTeam(model: ComputeModel, name: string): SubmittingTeam {
  const team = model.teams.find((one) => one.name === name);
  if (team === undefined) {
    throw new UnknownTeamError(
      name,
      model.file,
      model.teams.map((one) => one.name),
    );
  }
  const { request, key, tags } = team;
  const arns = computeArns(model).jobQueues;
  const file = `team ${name} in ${model.file}`;
  const queues = team.queues.map((queue): TeamQueue => {
    if (queue.kind === "existing") {
      return { name: nameInArn(model.context, "job-queue", queue.arn) ?? queue.arn, arn: queue.arn, isFair: undefined };
    }
    const declared = model.jobQueues.find((one) => one.key === queue.key);
    return {
      name: declared?.name ?? "",
      arn: arns.get(queue.key) ?? "",
      isFair: declared?.scheduling === "FAIR_SHARE",
    };
  });
  return {
    name,
    file,
    queues,
    shares: request.shareIdentifiers,
    prefixes: request.jobDefinitionPrefixes,
    definitions: model.jobDefinitions.filter(({ teams }) => teams.includes(key)).map((one) => one.name),
    tags,
    requiredTags: request.requiredTags,
    policy: { file, limits: request.limits ?? {}, requiredTags: [] },
  };
}

/**
 * @param path of the submission in its file
 * @returns the submission with the share identifier and the tags of the team where it has none, and what of it the team may
 *   not do
 */
export function asTeam(
  team: SubmittingTeam,
  input: Submission,
  path: readonly PropertyKey[],
): { readonly input: Submission; readonly problems: readonly ValueProblem[] } {
  const queue = team.queues.find(({ name, arn }) => input.jobQueue === name || input.jobQueue === arn);
  const share = input.shareIdentifier ?? shareFor(team, queue);
  const tags = { ...team.tags, ...input.tags };
  return {
    input: { ...input, ...(share === undefined ? {} : { shareIdentifier: share }), tags },
    problems: [
      ...queueProblems(team, input, queue, path),
      ...definitionProblems(team, input, path),
      ...shareProblems(team, share, queue, path),
      ...ownTagProblems(team, input, path),
      ...missingTagProblems(team, tags, path),
    ].map((problem) => ({ source: SOURCE, ...problem })),
  };
}

/** The only one that the team has in full; of several the job has to say which. */
function shareFor({ shares }: SubmittingTeam, queue: TeamQueue | undefined): string | undefined {
  const whole = shares.filter((share) => !share.endsWith("*"));
  return queue?.isFair === true && whole.length === 1 ? whole[0] : undefined;
}

type Problems = readonly ValueProblem[];
type Path = readonly PropertyKey[];

function queueProblems(
  { file, queues }: SubmittingTeam,
  { jobQueue = "" }: Submission,
  queue: TeamQueue | undefined,
  path: Path,
): Problems {
  if (queue !== undefined) return [];
  const names = queues.map(({ name }) => name);
  const rule = `must be a queue of ${file}`;
  return [{ path: [...path, "jobQueue"], rule, found: jobQueue, allowed: names, ...hintOf(jobQueue, names, "queue") }];
}

function definitionProblems(
  { file, prefixes, definitions }: SubmittingTeam,
  { jobDefinition: found = "" }: Submission,
  path: Path,
): Problems {
  const [name = ""] = found.replace(/^arn:.*:job-definition\//, "").split(":");
  if (prefixes.some((prefix) => name.startsWith(prefix))) return [];
  const rule = `must begin with a prefix of ${file} (jobDefinitionPrefixes)`;
  const hint = hintOf(name, definitions, "definition");
  return [{ path: [...path, "jobDefinition"], rule, found, allowed: prefixes, ...hint }];
}

function shareProblems(
  { file, shares }: SubmittingTeam,
  share: string | undefined,
  queue: TeamQueue | undefined,
  path: Path,
): Problems {
  const at = [...path, "shareIdentifier"];
  if (share === undefined) {
    if (queue?.isFair !== true) return [];
    const rule = `must say which share of ${file} the job uses in ${queue.name}, which has a fair-share policy`;
    return [{ path: at, rule, allowed: shares }];
  }
  // What a queue without a policy makes of it is checked with the queue.
  if (queue?.isFair === false || shares.some((one) => covers(one, share))) return [];
  const rule = `must be a share of ${file} (shareIdentifiers)`;
  return [{ path: at, rule, found: share, allowed: shares, ...hintOf(share, shares, "share") }];
}

const covers = (share: string, used: string): boolean =>
  share.endsWith("*") ? used.startsWith(share.slice(0, -1)) : used === share;

/** By these tags a job is known for one of the team's: under IAM its people could not submit it, nor see or end it. */
function ownTagProblems({ file, tags }: SubmittingTeam, { tags: given = {} }: Submission, path: Path): Problems {
  return Object.entries(tags).flatMap(([key, value]) => {
    const found = Object.hasOwn(given, key) ? given[key] : undefined;
    if (found === undefined || found === value) return [];
    return [{ path: [...path, "tags", key], rule: `must be that of ${file}`, found, allowed: [value] }];
  });
}

function missingTagProblems(
  { file, requiredTags }: SubmittingTeam,
  tags: Readonly<Record<string, string>>,
  path: Path,
): Problems {
  const missing = requiredTags.filter((key) => !Object.hasOwn(tags, key) || tags[key]?.trim() === "");
  if (missing.length === 0) return [];
  return [{ path: [...path, "tags"], rule: `must have ${missing.join(", ")} (requiredTags of ${file})` }];
}

/** All that is allowed is named beside it. */
function hintOf(found: string, known: readonly string[], kind: string): { readonly hint?: string } {
  const { hint } = suggestions(found, known, kind);
  return hint === undefined ? {} : { hint };
}
