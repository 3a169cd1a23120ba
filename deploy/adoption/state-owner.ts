import { ACCOUNT } from "../../aws/place";
import { partsOfArn } from "../../aws/arns";
import type { Environment } from "../../config/environment";
import { ForeignStateError, StateTooNewError } from "./errors";
import { type StateInstance, type TerraformState, textAttribute } from "./state";

/**
 * Checks that a state is that of the environment's platform.
 *
 * @throws ForeignStateError
 */
export function checkOwner(environment: Environment, state: TerraformState): void {
  const { name, prefix, settings } = environment;
  const { source, managed } = state;
  if (!managed.some((one) => isNamedAfter(one, prefix))) {
    throw new ForeignStateError(source, name, "prefix", foundPrefix(managed), prefix);
  }
  const account = foundAccount(managed);
  if (account !== undefined && account !== settings.account_number) {
    throw new ForeignStateError(source, name, "account", account, settings.account_number);
  }
}

/**
 * Checks that the installed Terraform may read the state. One of the same minor version can: Terraform changes what it
 * writes with minor versions only (Terraform documentation, "v1.x Compatibility Promises").
 *
 * @throws StateTooNewError
 */
export function checkWriter({ source, terraformVersion }: TerraformState, installed: string): void {
  const [major = 0, minor = 0] = numbersOf(terraformVersion);
  const [ourMajor = 0, ourMinor = 0] = numbersOf(installed);
  if (major > ourMajor || (major === ourMajor && minor > ourMinor)) {
    throw new StateTooNewError(source, terraformVersion, installed);
  }
}

const numbersOf = (version: string) => version.split(/[.-]/).map(Number);

/** `P-...`, `P/...`, `/P-dapf-ssm/...`. */
function isNamedAfter(instance: StateInstance, prefix: string): boolean {
  return namesOf(instance).some((name) =>
    [`${prefix}-`, `${prefix}/`, `/${prefix}-`].some((start) => name.startsWith(start)),
  );
}

function namesOf(instance: StateInstance): string[] {
  return ["bucket", "name"].flatMap((attribute) => textAttribute(instance, attribute) ?? []);
}

/** Each platform has these two buckets. */
function foundPrefix(managed: readonly StateInstance[]): string | undefined {
  const names = managed.filter(({ type }) => type === "aws_s3_bucket").flatMap(namesOf);
  return names.flatMap((name) => /^(.+)-(?:analytics-etl|training-internal)$/.exec(name)?.[1] ?? [])[0];
}

/** The account of most resources; some name things of other accounts. */
function foundAccount(managed: readonly StateInstance[]): string | undefined {
  const counts = new Map<string, number>();
  for (const instance of managed) {
    const { account = "" } = partsOfArn(textAttribute(instance, "arn") ?? "") ?? {};
    if (ACCOUNT.test(account)) counts.set(account, (counts.get(account) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}
