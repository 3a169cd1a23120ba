import { DapfError } from "../../errors";

/** A state that cannot be adopted as it is, and the commands after which it can. */
export abstract class UnfitStateError extends DapfError {
  /**
   * @param problem what is the matter and what the commands do, without a full stop
   * @param commands for a POSIX shell
   */
  constructor(
    problem: string,
    readonly commands: readonly string[],
  ) {
    super([`${problem}:`, ...commands.map((command) => `  ${command}`)].join("\n"));
  }
}

const LISTED = 3;

/** `a, b, c and 4 more` */
function listed(addresses: readonly string[]): string {
  const rest = addresses.length - LISTED;
  return addresses.slice(0, LISTED).join(", ") + (rest > 0 ? ` and ${rest} more` : "");
}

/** Its resources have another provider than hashicorp/aws of Terraform's registry. */
export class ProviderAddressError extends UnfitStateError {
  constructor(
    readonly source: string,
    /** As the state has them. */
    readonly providers: readonly string[],
    readonly why: "legacy" | "opentofu" | "other",
    terraformVersion: string,
    commands: readonly string[],
  ) {
    const who = {
      legacy: `was written by Terraform ${terraformVersion}, which knew no addresses of providers (${listed(providers)}), and dapf's Terraform reads only states that have been through Terraform 0.13: run terraform 0.13upgrade and terraform apply with Terraform 0.13, or write the addresses into a copy of the state`,
      opentofu: `was written by OpenTofu, whose registry Terraform does not take providers from (${listed(providers)}): write Terraform's into a copy of the state`,
      other: `has another provider than dapf's, registry.terraform.io/hashicorp/aws (${listed(providers)}): write that into a copy of the state`,
    }[why];
    super(`${source} ${who}, and adopt that`, commands);
  }
}

/** Its resources have a provider configuration that dapf does not have. */
export class ProviderAliasError extends UnfitStateError {
  constructor(
    readonly source: string,
    /** `aws.mumbai`, or that of a module. */
    readonly configurations: readonly string[],
    readonly addresses: readonly string[],
    readonly region: string,
    commands: readonly string[],
  ) {
    super(
      `${source} has resources of the provider ${listed(configurations)}, and dapf has no provider but that of ${region} ` +
        `(${listed(addresses)}): take ${listed(configurations)} out of the HCL, so that they have its default provider ` +
        `for ${region}, and let the state follow`,
      commands,
    );
  }
}

/** It was written with a newer version of the AWS provider. */
export class ProviderTooOldError extends UnfitStateError {
  constructor(
    readonly source: string,
    /** Of dapf's provider. */
    readonly version: string | undefined,
    /** In the state. */
    readonly addresses: readonly string[],
    commands: readonly string[],
  ) {
    super(
      `${source} was written with a newer AWS provider than dapf's, ${version ?? "unknown"} (${listed(addresses)}), and no ` +
        `provider reads what newer ones have written: adopt with a dapf whose provider is as new, or the state of before ` +
        `the upgrade, or pin hashicorp/aws to dapf's version in the HCL and read each of these anew with it`,
      commands,
    );
  }
}

/** It has what is left of replacements that were not finished. */
export class DeposedError extends UnfitStateError {
  constructor(
    readonly source: string,
    readonly addresses: readonly string[],
    commands: readonly string[],
  ) {
    super(
      `${source} has deposed objects, which are left of replacements that were not finished, and which the next apply ` +
        `destroys (${listed(addresses)}): see with the HCL that nobody uses them, and let it do that before the adoption`,
      commands,
    );
  }
}

/** It has resources that the next apply replaces. */
export class TaintedError extends UnfitStateError {
  constructor(
    readonly source: string,
    readonly addresses: readonly string[],
    commands: readonly string[],
  ) {
    super(
      `${source} has tainted resources, which the next apply replaces (${listed(addresses)}): let the HCL do that before ` +
        `the adoption (terraform apply), or, if they are in order, say so in a copy of the state, and adopt that`,
      commands,
    );
  }
}

/** Its resources are at other addresses than those of the HCL. */
export class MisplacedError extends UnfitStateError {
  constructor(
    readonly source: string,
    readonly renamings: readonly { readonly from: string; readonly to: string }[],
    commands: readonly string[],
  ) {
    super(
      `${source} has resources at other addresses than the HCL gives them (${listed(renamings.map(({ from }) => from))}), ` +
        `so that dapf would make them a second time: move them in a copy of the state, and adopt that`,
      commands,
    );
  }
}
