/** Who there is, with which policies. */
import type { NamedPolicy } from "../model";
import type { IdentitiesAnswer, PoliciesAnswer, RoleAnswer, UserAnswer } from "./questions";

export interface PoliciesOfIdentity {
  readonly identity: readonly NamedPolicy[];
  readonly boundary: NamedPolicy | undefined;
}

const NONE: PoliciesOfIdentity = { identity: [], boundary: undefined };

/** What lets nothing: a boundary that was deleted. */
const NOTHING = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"none:None","Resource":"*"}]}';

export class Identities {
  private readonly policies = new Map<string, PoliciesOfIdentity>();

  constructor(private readonly answer: IdentitiesAnswer) {}

  user(arn: string): UserAnswer | undefined {
    return this.answer.users[arn];
  }

  role(arn: string): RoleAnswer | undefined {
    return this.answer.roles[arn];
  }

  /** Whose access key it is. */
  key(keyId: string): { readonly user: string; readonly active: boolean } | undefined {
    return this.answer.keys[keyId];
  }

  /** Of all users and roles. */
  get arns(): readonly string[] {
    return [...Object.keys(this.answer.users), ...Object.keys(this.answer.roles)];
  }

  /** The ARN of an identity by its name, which is unique in an account whatever its path. */
  arnOf(kind: "users" | "roles" | "groups" | "profiles" | "names", account: string, name: string): string | undefined {
    return Object.entries(this.answer[kind]).find(([, one]) => one.account === account && one.name === name)?.[0];
  }

  /** The role in an instance profile, by the profile's ARN. */
  roleIn(profileArn: string): string | undefined {
    return this.answer.profiles[profileArn]?.role ?? undefined;
  }

  /** Of a user with their groups, or of a role; none of somebody who is gone. */
  policiesOf(arn: string): PoliciesOfIdentity {
    const known = this.policies.get(arn);
    if (known !== undefined) return known;
    const made = this.make(arn);
    this.policies.set(arn, made);
    return made;
  }

  /** The documents of all identities. */
  documents(): readonly string[] {
    const { users, roles, policies } = this.answer;
    return [
      ...Object.values(policies),
      ...Object.values(roles).flatMap(({ inline, trust }) => [...Object.values(inline), trust]),
      ...Object.values(users).flatMap(({ inline, groups }) => [
        ...Object.values(inline),
        ...groups.flatMap((group) => Object.values(group.inline)),
      ]),
    ];
  }

  private make(arn: string): PoliciesOfIdentity {
    const user = this.user(arn);
    if (user !== undefined) {
      const ofGroups = user.groups.flatMap((group) => this.listed(group, `group "${group.name}"`));
      return this.withBoundary([...this.listed(user, `user "${user.name}"`), ...ofGroups], user.boundary);
    }
    const role = this.role(arn);
    return role === undefined ? NONE : this.withBoundary(this.listed(role, `role "${role.name}"`), role.boundary);
  }

  private withBoundary(identity: readonly NamedPolicy[], arn: string | null): PoliciesOfIdentity {
    if (arn === null) return { identity, boundary: undefined };
    return { identity, boundary: { name: arn, document: this.answer.policies[arn] ?? NOTHING } };
  }

  private listed({ inline, attached }: PoliciesAnswer, owner: string): NamedPolicy[] {
    return [
      ...Object.entries(inline).map(([name, document]) => ({
        name: `the inline policy "${name}" of ${owner}`,
        document,
      })),
      ...attached.flatMap((arn) => {
        const document = this.answer.policies[arn];
        return document === undefined ? [] : [{ name: arn, document }];
      }),
    ];
  }
}
