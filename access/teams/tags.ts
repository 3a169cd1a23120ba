/** By which tags the jobs of a team are known, as conditions of IAM. */
import type { TeamDeclaration } from "../../config/compute";
import type { Conditions } from "../grant";

type Keyed = Readonly<Record<string, string | readonly string[]>>;

/** Of a request that submits one of the team's jobs. */
export function submittingTags(team: TeamDeclaration, teams: readonly TeamDeclaration[]): Conditions {
  const own = new Set(Object.keys(team.tags).map((key) => key.toLowerCase()));
  const required = team.request.requiredTags.filter((tag) => !own.has(tag.toLowerCase()));
  return conditions({
    StringEquals: ownTags(team, "RequestTag"),
    StringNotEquals: foreignTags(team, teams, "RequestTag"),
    // There, and not empty.
    StringLike: Object.fromEntries(required.map((tag) => [`aws:RequestTag/${tag}`, "?*"])),
  });
}

/**
 * Of a request that tags a job: a new one, which AWS Batch asks for when it is submitted with tags and which has none yet,
 * or one of the team's. Not that of another team, which would be this team's then
 * (https://docs.aws.amazon.com/batch/latest/userguide/using-tags.html).
 */
export function taggingTags(team: TeamDeclaration, teams: readonly TeamDeclaration[]): Conditions {
  return conditions({
    StringEquals: ownTags(team, "RequestTag"),
    StringEqualsIfExists: ownTags(team, "ResourceTag"),
    StringNotEquals: { ...foreignTags(team, teams, "RequestTag"), ...foreignTags(team, teams, "ResourceTag") },
  });
}

/** Of a job that is there: that it is the team's. */
export function jobTags(team: TeamDeclaration): Conditions {
  return { StringEquals: ownTags(team, "ResourceTag") };
}

type TagKey = "RequestTag" | "ResourceTag";

const ownTags = (team: TeamDeclaration, kind: TagKey): Keyed =>
  Object.fromEntries(Object.entries(team.tags).map(([key, value]) => [`aws:${kind}/${key}`, value]));

/**
 * A job with the tags of two teams would be of both. Where two teams give one tag different values that cannot be; of each
 * other team one tag that this team does not have is out of its reach. Such a tag there is: no team's jobs carry all tags
 * of another (a rule of compute files).
 */
function foreignTags(team: TeamDeclaration, teams: readonly TeamDeclaration[], kind: TagKey): Keyed {
  // Condition keys are the same in capitals.
  const own = new Map(Object.entries(team.tags).map(([key, value]) => [key.toLowerCase(), value]));
  const values = new Map<string, string[]>();
  for (const { tags } of teams) {
    const isApart = Object.entries(tags).some(([key, value]) => (own.get(key.toLowerCase()) ?? value) !== value);
    const [key, value] = Object.entries(tags).find(([one]) => !own.has(one.toLowerCase())) ?? [];
    if (isApart || key === undefined || value === undefined) continue;
    values.set(key, [...(values.get(key) ?? []), value]);
  }
  return Object.fromEntries([...values].map(([key, all]) => [`aws:${kind}/${key}`, all]));
}

/** @returns without operators that compare nothing */
function conditions(all: Conditions): Conditions {
  return Object.fromEntries(Object.entries(all).filter(([, keys]) => Object.keys(keys).length > 0));
}
