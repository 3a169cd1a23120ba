import { mendCopy, type Mending } from "./mending";
import type { StateInstance, TerraformState } from "./state";
import { ProviderAddressError, ProviderAliasError } from "./unfit-errors";

/** Of everything that dapf configures. */
const AWS = "registry.terraform.io/hashicorp/aws";

/** What a state says of the provider of a resource. Source: Terraform, `internal/addrs/provider_config.go`. */
interface ProviderConfiguration {
  /** `registry.terraform.io/hashicorp/aws`; `registry.terraform.io/-/aws` before Terraform 0.13. */
  readonly address: string;
  readonly type: string;
  readonly isLegacy: boolean;
  /** `aws.mumbai`, or with the module that configures it; undefined for the default one of the root. */
  readonly special: string | undefined;
}

/** @returns undefined when it is written in no way that is known */
function configurationOf(text: string): ProviderConfiguration | undefined {
  const [, module, address, alias] = /^(?:(.+)\.)?provider\["([^"]+)"\](?:\.(.+))?$/.exec(text) ?? [];
  if (address !== undefined) {
    const type = address.slice(address.lastIndexOf("/") + 1);
    return { address, type, isLegacy: address.includes("/-/"), special: special(type, module, alias) };
  }
  // `provider.aws.mumbai`
  const [, inModule, type, name] = /^(?:(.+)\.)?provider\.([^.[\]"]+)(?:\.(.+))?$/.exec(text) ?? [];
  if (type === undefined) return undefined;
  const legacy = `registry.terraform.io/-/${type}`;
  return { address: legacy, type, isLegacy: true, special: special(type, inModule, name) };
}

function special(type: string, module: string | undefined, alias: string | undefined): string | undefined {
  if (module === undefined && alias === undefined) return undefined;
  return [type, alias].filter(Boolean).join(".") + (module === undefined ? "" : ` of ${module}`);
}

/**
 * Checks that the providers of a state are those of Terraform's registry.
 *
 * @throws ProviderAddressError
 */
export function checkProviders({ source, terraformVersion, file }: TerraformState, mending: Mending): void {
  const known = file.resources.flatMap(({ provider }) => configurationOf(provider ?? "") ?? []);
  const wrong = known.filter(isElsewhere);
  const [first] = wrong;
  if (first === undefined) return;
  const addresses = [...new Map(wrong.map((one) => [one.address, one])).values()];
  const changes = addresses.map((one) => ({
    command: ["state", "replace-provider", "-auto-approve"],
    args: [one.address, addressHere(one)],
  }));
  const names = addresses.map(({ address, type, isLegacy }) => (isLegacy ? `provider.${type}` : address));
  const why = wrong.some(({ isLegacy }) => isLegacy) ? "legacy" : wrong.some(isOpenTofu) ? "opentofu" : "other";
  throw new ProviderAddressError(source, names, why, terraformVersion, mendCopy(mending, changes));
}

const isOpenTofu = ({ address }: ProviderConfiguration) => address.startsWith("registry.opentofu.org/");

function isElsewhere(one: ProviderConfiguration): boolean {
  return one.isLegacy || isOpenTofu(one) || (one.type === "aws" && one.address !== AWS);
}

/** Both registries have the same providers under the same names; those of before 0.13 were HashiCorp's. */
function addressHere({ address, type, isLegacy }: ProviderConfiguration): string {
  if (type === "aws") return AWS;
  return isLegacy ? `registry.terraform.io/hashicorp/${type}` : address.replace(/^[^/]+/, "registry.terraform.io");
}

/**
 * Checks that what dapf takes over has the provider of the configuration's root. Terraform needs the provider of what it is
 * to destroy as it was configured, and what has an alias may be in another Region.
 *
 * @param taken what is to be adopted
 * @param commands after which the state can be adopted
 * @throws ProviderAliasError
 */
export function checkAliases(
  source: string,
  region: string,
  taken: readonly StateInstance[],
  commands: () => readonly string[],
): void {
  const found = taken.flatMap(({ address, provider = "" }) => {
    const one = configurationOf(provider)?.special;
    return one === undefined ? [] : [{ address, one }];
  });
  if (found.length === 0) return;
  const configurations = [...new Set(found.map(({ one }) => one))];
  const addresses = found.map(({ address }) => address);
  throw new ProviderAliasError(source, configurations, addresses, region, commands());
}
