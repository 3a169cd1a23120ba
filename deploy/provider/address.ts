import * as path from "node:path";
import type { Product } from "../../tools";

/** Where a source without a host leads. Source: OpenTofu documentation, "Provider Requirements". */
const REGISTRIES: Readonly<Record<Product, string>> = {
  Terraform: "registry.terraform.io",
  OpenTofu: "registry.opentofu.org",
};

/** A provider that a stack needs, as Terraform's provider source address names it, and where it would run. */
export interface ProviderNeed {
  /** `registry.terraform.io`, `registry.opentofu.org` */
  readonly host: string;
  /** `hashicorp` */
  readonly namespace: string;
  /** `aws` */
  readonly type: string;
  /** An exact version; undefined when the stack leaves it open. */
  readonly version: string | undefined;
  /** `linux_amd64` */
  readonly platform: string;
}

/**
 * @param source `aws`, `hashicorp/aws` or `registry.terraform.io/hashicorp/aws`
 * @param constraint a version constraint; only one exact version counts as known
 * @param product whose registry is meant where the source names none
 * @throws Error when the source is not an address
 */
export function providerNeed(
  source: string,
  constraint: string | undefined,
  platform: string,
  product: Product = "Terraform",
): ProviderNeed {
  const parts = source.split("/");
  const [type, namespace = "hashicorp", host = REGISTRIES[product]] = parts.toReversed();
  if (type === undefined || type === "" || parts.length > 3) throw new Error(`not a provider source: ${source}`);
  const exact = /^=?\s*(\d+\.\d+\.\d+(?:-[\w.]+)?)$/.exec(constraint?.trim() ?? "");
  return { host, namespace, type, version: exact?.[1], platform };
}

/** @returns `registry.terraform.io/hashicorp/aws` */
export function providerName(need: ProviderNeed): string {
  return [need.host, need.namespace, need.type].join("/");
}

/** @returns the provider's folder in a filesystem mirror. */
export function mirrorFolder(mirror: string, need: ProviderNeed): string {
  return path.join(mirror, need.host, need.namespace, need.type);
}
