import type { ComputeModel, TeamDeclaration } from "../../config/compute";
import { ConfigError } from "../../config/errors";
import { LONGEST_POLICY, MOST_POLICIES, packed, StatementTooLongError } from "../pack";
import type { PolicyDocument } from "../grant";
import { teamGrants } from "./team";

export { queuesOf } from "./named";
export { teamGrants } from "./team";

/** A managed policy of a team. */
export interface TeamPolicy {
  /** The first has no number, so that its name stays when a second is added. */
  readonly name: string;
  readonly document: PolicyDocument;
}

const QUOTAS = "IAM User Guide, IAM and AWS STS quotas";

/**
 * @returns what a team may do as managed policies, none of them longer than IAM takes, and no more than a role takes
 * @throws ConfigError when that cannot be
 */
export function teamPolicies(model: ComputeModel, team: TeamDeclaration): TeamPolicy[] {
  const documents = documentsOf(model, team);
  if (documents.length > MOST_POLICIES) {
    throw tooLong(model, team, `needs ${documents.length} managed policies`, [
      `${MOST_POLICIES} or fewer, as a role has`,
    ]);
  }
  const name = model.names.teamPolicy(team.name);
  return documents.map((document, index) => ({ name: index === 0 ? name : `${name}-${index + 1}`, document }));
}

function documentsOf(model: ComputeModel, team: TeamDeclaration): PolicyDocument[] {
  try {
    return packed(teamGrants(model, team));
  } catch (error) {
    if (!(error instanceof StatementTooLongError)) throw error;
    // Parts of a statement that was divided have numbers.
    const sid = error.sid.replace(/\d+$/, "");
    const rule = `makes a statement (${sid}) of ${error.length} characters`;
    throw tooLong(model, team, rule, [`${LONGEST_POLICY} or fewer, as a managed policy has`]);
  }
}

function tooLong({ file }: ComputeModel, { key }: TeamDeclaration, rule: string, allowed: readonly string[]) {
  const path = `Teams.${key}_TEAM_REQUEST`;
  const hint = "fewer or shorter share identifiers, tags, queues or prefixes, or two teams";
  return new ConfigError([{ file, path, rule, allowed, hint, source: QUOTAS }]);
}
