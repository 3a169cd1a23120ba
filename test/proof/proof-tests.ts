/** Least privilege, proven by what a platform has done; to be called at the end of its story, inside a `describe`. */
import { iamReport, type PrincipalReport } from "../../emulator";
import { AwsCalls } from "../emulator/aws-calls";
import type { EmbeddedAccount } from "../support/ssm";
import { FOREIGN_TABLE } from "../support/pipeline-fault-tests";
import { type GrantedRole, grantedRoles, isOwn } from "./granted";
import { reasons } from "./reasons";
import { grantsOf, needless } from "./without-statement";

/**
 * @param account - of the deployed platform, whose contexts, jobs and functions have all run; known when the tests run
 * @param prefix - of the environment's names
 */
export function proofTests(account: () => EmbeddedAccount, prefix: string): void {
  let roles: readonly GrantedRole[];
  let reports: ReadonlyMap<string, PrincipalReport>;

  const listed = new Set(
    reasons.flatMap(({ roles: names, statement, actions }) =>
      names.flatMap((name) => actions.map((action) => `${name} ${statement} ${action}`)),
    ),
  );

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

    expect(unused.filter((one) => !listed.has(one))).toEqual([]);
  });

  test("the list names nothing that is granted no more", () => {
    const granted = roles.flatMap(({ name, policies }) =>
      policies.flatMap(grantsOf).map(({ statement, action }) => `${below(name)} ${statement} ${action}`),
    );
    const named = reasons.flatMap(({ roles: names, statement, actions }) => {
      const one = (name: string, action: string) => `${name} ${statement} ${action}`;
      // Contexts and jobs that share a reason need not share every action of it.
      return [
        ...names.map((name) => actions.map((action) => one(name, action))),
        ...actions.map((action) => names.map((name) => one(name, action))),
      ];
    });

    expect(named.filter((some) => !some.some((one) => granted.includes(one)))).toEqual([]);
  });

  test("without any statement of a role something is denied, or all of the statement stands in the list", () => {
    const left = roles.flatMap((role) => needless(role, callsOf(role)));

    expect(
      left.filter(({ role, statement, actions }) =>
        actions.some((action) => !listed.has(`${below(role)} ${statement} ${action}`)),
      ),
    ).toEqual([]);
  });
}
