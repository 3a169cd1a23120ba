import type { EnvironmentSettings } from "../../config/environment";
import { policyDocument, type Statement } from "../policies/document";

type Trusted = NonNullable<NonNullable<EnvironmentSettings["access"]>["deployer"]>["trusted"];
type Tokens = Exclude<Trusted[number], string>;

/**
 * The trust policy of a role for people or pipelines.
 *
 * @param trusted ARNs of principals; or whose tokens of an OpenID Connect provider, for whom and about whom
 */
export function trustOfPeople(trusted: Trusted): string {
  const principals = trusted.filter((one) => typeof one === "string");
  const tokens = trusted.filter((one) => typeof one !== "string");
  return policyDocument([...(principals.length === 0 ? [] : [ofPrincipals(principals)]), ...tokens.map(ofTokens)]);
}

const ofPrincipals = (principals: readonly string[]): Statement => ({
  Sid: "Principals",
  Effect: "Allow",
  Principal: { AWS: principals },
  Action: ["sts:AssumeRole"],
});

/** The keys of a provider are named after its address: IAM User Guide, "Available keys for AWS OIDC federation". */
function ofTokens({ provider, subjects, audience }: Tokens, index: number): Statement {
  const address = provider.slice(provider.indexOf("/") + 1);
  return {
    Sid: `Tokens${index + 1}`,
    Effect: "Allow",
    Principal: { Federated: provider },
    Action: ["sts:AssumeRoleWithWebIdentity"],
    Condition: { StringEquals: { [`${address}:aud`]: audience, [`${address}:sub`]: subjects } },
  };
}
