/** Least privilege, proven by what a platform has done; to be called at the end of its story, inside a `describe`. */
import { iamReport, type PrincipalReport } from "../../emulator";
import { AwsCalls } from "../emulator/aws-calls";
import type { EmbeddedAccount } from "../support/ssm";
import { FOREIGN_TABLE } from "../support/pipeline-fault-tests";
import { type GrantedRole, grantedRoles, isOwn } from "./granted";
import { reasons } from "./reasons";
import { needless } from "./without-statement";

/**
 * @param account - of the deployed platform, whose contexts, jobs and functions have all run; known when the tests run
 * @param prefix - of the environment's names
 */
export function proofTests(account: () => EmbeddedAccount, prefix: string): void {
  let roles: readonly GrantedRole[];
  let reports: ReadonlyMap<string, PrincipalReport>;

  beforeAll(async () => {
    const { endpoint, account: number, region } = account();
    roles = await grantedRoles(new AwsCalls(endpoint, number, region), `${prefix}-`);
    const report = await iamReport(endpoint);
    reports = new Map(report?.principals.map((one) => [one.principal, one]));
  });

  // What Terraform adds to a `name_prefix`.
  const below = (role: string) => role.slice(prefix.length + 1).replace(/(?<=-)\d{26}$/, "");
  const callsOf = ({ arn }: GrantedRole) => reports.get(arn)?.calls ?? [];

  test("no call that anybody made was denied, but for the table of another platform", () => {
    const denied = [...reports.values()].flatMap(({ principal, calls }) =>
      calls.flatMap(({ denied, sentence, resource }) => (denied > 0 ? [{ principal, resource, sentence }] : [])),
    );

    expect(denied.filter(({ resource }) => !resource.endsWith(`:table/${FOREIGN_TABLE}`))).toEqual([]);
    expect(roles.length).toBeGreaterThan(10);
  });

  test("each granted action was used, or stands in the list with its reason", () => {
    const unused = roles.flatMap(({ arn, name }) =>
      (reports.get(arn)?.unused ?? []).flatMap(({ policy, statement, actions }) =>
        isOwn(policy) ? actions.map((action) => `${below(name)} ${statement} ${action}`) : [],
      ),
    );
    const listed = reasons.flatMap(({ roles: names, statement, actions }) =>
      names.flatMap((name) => actions.map((action) => `${name} ${statement} ${action}`)),
    );

    expect(unused.filter((one) => !listed.includes(one))).toEqual([]);
    // What is used, or granted no more, needs no reason.
    expect(listed.filter((one) => !unused.includes(one))).toEqual([]);
  });

  test("without any statement of a role something is denied, or all of the statement stands in the list", () => {
    const left = roles.flatMap((role) => needless(role, callsOf(role)));
    const listed = reasons.flatMap(({ roles: names, statement }) => names.map((name) => `${name} ${statement}`));

    expect(
      left.map(({ role, statement }) => `${below(role)} ${statement}`).filter((one) => !listed.includes(one)),
    ).toEqual([]);
  });
}
