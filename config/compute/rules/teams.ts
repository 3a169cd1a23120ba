/** Rules of teams: what one may do, and what keeps two apart. */
import { isArn, partsOfArn, ROLE_ARN } from "../../../aws/arns";
import { MOST_TARGETS } from "../../../aws/events";
import { nearestHint, suggestions } from "../../nearest";
import type { ComputeDeclarations, Declared } from "../declarations";
import { teamTags } from "../team-tags";
import { differingInCase } from "./roles";
import { apiReference, type Finding, type Rule } from "./rule";

const OURS = "docs/compute-declarations.md, Teams";

// Of the policy's name 128 characters are IAM's limit; of a topic's 256 are that of SNS. Tags take all of these.
const TEAM_NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;

export const teamNames: Rule = {
  demand: "The name of a team begins with a letter or digit and has at most 64 letters, digits, - and _",
  source: OURS,
  severity: "error",
  check: ({ teams }) =>
    teams.flatMap(({ name, namePath: path }) => {
      if (name === undefined || TEAM_NAME.test(name)) return [];
      return [
        { path, rule: "must be the name of a team", found: name, allowed: ["1 to 64 characters of A-Z a-z 0-9 _ -"] },
      ];
    }),
};

export const teamsApart: Rule = {
  demand: "No two teams have names that differ in case only",
  source: "https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html",
  severity: "error",
  check: ({ teams }) => differingInCase(teams),
};

export const teamRoles: Rule = {
  demand: "A role that a team may pass is declared in JobRoles, or is an ARN",
  source: OURS,
  severity: "error",
  check: ({ teams, jobRoles }) => {
    const known = jobRoles.flatMap(({ name }) => name ?? []);
    return teams.flatMap(({ path, request }) =>
      (request.roles ?? []).flatMap((found, index): Finding[] => {
        if (found === undefined || known.includes(found) || ROLE_ARN.test(found)) return [];
        const at = [...path, "roles", index];
        const rule = "must be the name of a job role in JobRoles, or the ARN of a role";
        if (isArn(found)) return [{ path: at, rule, found, allowed: ["arn:aws:iam::<account>:role/<name>"] }];
        const near = known.length === 0 ? { hint: "JobRoles declares none" } : suggestions(found, known, "name");
        return [{ path: at, rule, found, ...near }];
      }),
    );
  },
};

/** Queues of a team, as far as the file declares them, that have a fair-share policy. */
function fairQueuesOf(file: ComputeDeclarations, { request }: Declared<"Teams">): Declared<"JobQueues">[] {
  return (request.queues ?? []).flatMap((text) => {
    const link = file.links.queues.find(text);
    return link?.kind === "declared" && link.target.request.schedulingPolicyArn !== undefined ? [link.target] : [];
  });
}

export const sharesWanted: Rule = {
  demand:
    "A team with a queue that has a fair-share policy has share identifiers, because every job there must have one",
  source: apiReference("SubmitJob"),
  severity: "error",
  check: (file) =>
    file.teams.flatMap((team) => {
      const [queue] = fairQueuesOf(file, team);
      if (queue === undefined || team.isBroken("shareIdentifiers")) return [];
      if ((team.request.shareIdentifiers ?? []).length > 0) return [];
      const rule = `must have an entry: the queue ${queue.key} has a fair-share policy`;
      return [{ path: [...team.path, "shareIdentifiers"], rule, allowed: ["1 or more"] }];
    }),
};

export const sharesWithEffect: Rule = {
  demand: "A team has share identifiers only if one of its queues has a fair-share policy",
  source: apiReference("SubmitJob"),
  severity: "warning",
  check: (file) =>
    file.teams.flatMap((team) => {
      const texts = team.request.queues ?? [];
      const isKnown = texts.every((text) => file.links.queues.find(text)?.kind === "declared");
      if (!isKnown || fairQueuesOf(file, team).length > 0) return [];
      if ((team.request.shareIdentifiers ?? []).length === 0) return [];
      const rule = "has no effect: none of the team's queues has a fair-share policy";
      return [{ path: [...team.path, "shareIdentifiers"], rule, hint: "leave it out" }];
    }),
};

/** Whether some share identifier of a job is meant by both. */
export function overlap(one: string, other: string): boolean {
  const [a, b] = [one.replace(/\*$/, ""), other.replace(/\*$/, "")];
  if (one.endsWith("*") && other.endsWith("*")) return a.startsWith(b) || b.startsWith(a);
  if (one.endsWith("*")) return b.startsWith(a);
  return other.endsWith("*") ? a.startsWith(b) : a === b;
}

/** @returns each pair of teams, the later one first */
function pairs(teams: readonly Declared<"Teams">[]) {
  return teams.flatMap((team, index) => teams.slice(0, index).map((other) => ({ team, other })));
}

export const sharesApart: Rule = {
  demand: "Two teams that share a queue with a fair-share policy have no share identifier in common",
  source: OURS,
  severity: "error",
  check: (file) =>
    pairs(file.teams).flatMap(({ team, other }) => {
      const queues = fairQueuesOf(file, other);
      const common = fairQueuesOf(file, team).find((queue) => queues.includes(queue));
      if (common === undefined) return [];
      return (team.request.shareIdentifiers ?? []).flatMap((found, index) => {
        if (found === undefined) return [];
        const theirs = (other.request.shareIdentifiers ?? []).find((one) => one !== undefined && overlap(found, one));
        if (theirs === undefined) return [];
        const rule = `is that of the team ${other.key} (${theirs}), which has the queue ${common.key}, too`;
        const hint = "each would use the share of the other";
        return [{ path: [...team.path, "shareIdentifiers", index], rule, found, hint }];
      });
    }),
};

export const sharesOfPolicy: Rule = {
  demand: "A share identifier of a team stands in the policy of a queue of it; others get the weight 1",
  source: apiReference("ShareAttributes"),
  severity: "warning",
  check: (file) =>
    file.teams.flatMap((team) => {
      const policies = fairQueuesOf(file, team).map((queue) => file.schedulingPolicyOf(queue));
      // Nobody knows what stands in one that exists already.
      if (policies.length === 0 || policies.some((link) => link?.kind !== "declared")) return [];
      const known = policies.flatMap((link) =>
        link?.kind === "declared" ? (link.target.request.fairsharePolicy?.shareDistribution ?? []) : [],
      );
      const shares = known.flatMap((share) => share?.shareIdentifier ?? []);
      return (team.request.shareIdentifiers ?? []).flatMap((found, index) => {
        if (found === undefined || shares.some((share) => overlap(found, share))) return [];
        const rule = "stands in no policy of the team's queues, and gets the weight 1";
        const hint = nearestHint(found, shares, "share");
        return [{ path: [...team.path, "shareIdentifiers", index], rule, found, hint }];
      });
    }),
};

export const listenersHere: Rule = {
  demand: "A topic that is told of failed jobs is in the environment's Region",
  source: "https://repost.aws/knowledge-center/sns-not-getting-eventbridge-notification",
  severity: "error",
  check: ({ teams, context }) =>
    teams.flatMap(({ path, request }) =>
      (request.notify ?? []).flatMap((found, index): Finding[] => {
        const topic = found === undefined ? undefined : partsOfArn(found);
        if (topic === undefined || topic.region === context.region) return [];
        const at = [...path, "notify", index];
        const allowed = [`arn:${context.partition}:sns:${context.region}:<account>:<name>`];
        return [{ path: at, rule: `is in the Region ${topic.region}`, allowed }];
      }),
    ),
};

export const fewListeners: Rule = {
  demand: `A team's failed jobs are told to at most ${MOST_TARGETS} topics; addresses share one`,
  source: "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html",
  severity: "error",
  check: ({ teams }) =>
    teams.flatMap(({ path, request }): Finding[] => {
      const given = (request.notify ?? []).filter((one) => one !== undefined);
      const topics = given.filter(isArn).length + (given.every(isArn) ? 0 : 1);
      if (topics <= MOST_TARGETS) return [];
      const rule = `needs ${topics} topics, and a rule of EventBridge has at most ${MOST_TARGETS} targets`;
      return [{ path: [...path, "notify"], rule, hint: "name one topic, to which the others are subscribed" }];
    }),
};

export const tagsApart: Rule = {
  demand: "Each team's jobs carry tags, and no team's jobs all tags of another team's, which could then end them",
  source: OURS,
  severity: "error",
  check: ({ teams }) =>
    teams.flatMap((team): Finding[] => {
      const own = Object.entries(teamTags(team));
      const path = [...team.path, "tags"];
      if (own.length === 0) {
        // A team without a name, or with tags that are none, is told already.
        if (!("tags" in team.request) || team.isBroken("tags")) return [];
        return [
          { path, rule: "must have an entry: by its tags a job is known for the team's", allowed: ["1 or more"] },
        ];
      }
      const other = teams.find((one) => {
        if (one === team) return false;
        // IAM User Guide, "Controlling access to AWS resources using tags": a condition takes team and Team for one key.
        const theirs = new Map(Object.entries(teamTags(one)).map(([key, value]) => [key.toLowerCase(), value]));
        return own.every(([key, value]) => theirs.get(key.toLowerCase()) === value);
      });
      if (other === undefined) return [];
      const hint = "give each team a tag with a value of its own";
      return [{ path, rule: `are carried by the jobs of the team ${other.key}, too`, hint }];
    }),
};

export const prefixesApart: Rule = {
  demand: "The definitions of two teams begin alike only if the prefixes are the same, and so meant for both",
  source: OURS,
  severity: "warning",
  check: ({ teams }) =>
    teams.flatMap((team) =>
      (team.request.jobDefinitionPrefixes ?? []).flatMap((found, index) => {
        if (found === undefined) return [];
        const covering = teams
          .filter((other) => other !== team)
          .flatMap((other) =>
            (other.request.jobDefinitionPrefixes ?? []).flatMap((prefix) =>
              prefix === undefined ? [] : [{ other, prefix }],
            ),
          )
          .find(({ prefix }) => found !== prefix && found.startsWith(prefix));
        if (covering === undefined) return [];
        const rule = `begins with ${JSON.stringify(covering.prefix)}, so that the team ${covering.other.key} may submit these, too`;
        return [
          {
            path: [...team.path, "jobDefinitionPrefixes", index],
            rule,
            hint: "choose prefixes of which none begins another",
          },
        ];
      }),
    ),
};

export const prefixesInUse: Rule = {
  demand: "Each prefix of a team is that of a declared definition, if there are any",
  source: OURS,
  severity: "warning",
  check: ({ teams, jobDefinitions }) => {
    const names = jobDefinitions.flatMap(({ name }) => name ?? []);
    if (names.length === 0) return [];
    return teams.flatMap(({ path, request }) =>
      (request.jobDefinitionPrefixes ?? []).flatMap((found, index) => {
        if (found === undefined || names.some((name) => name.startsWith(found))) return [];
        const near = nearestHint(found, names, "definition");
        return [
          {
            path: [...path, "jobDefinitionPrefixes", index],
            rule: "begins the name of no declared definition",
            found,
            hint: near,
          },
        ];
      }),
    );
  },
};
