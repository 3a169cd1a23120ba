import { mendCopy, mendWithHcl, type Mending } from "./mending";
import { checkAliases } from "./providers";
import type { StateInstance, TerraformState } from "./state";
import { DeposedError, TaintedError } from "./unfit-errors";

/**
 * Checks that a deploy finds what dapf takes over as the HCL has finished it: nothing is half replaced, nothing marked for
 * replacement, and all of it has the one provider that dapf has.
 *
 * @param kept what leaves the state, and may be as it is
 * @throws DeposedError, TaintedError, ProviderAliasError
 */
export function checkTaken(
  { source, managed }: TerraformState,
  kept: readonly StateInstance[],
  region: string,
  mending: Mending,
): void {
  const left = new Set(kept);
  const taken = managed.filter((one) => !left.has(one));
  const addressesOf = (wanted: StateInstance["condition"]) =>
    taken.filter(({ condition }) => condition === wanted).map(({ address }) => address);

  const deposed = addressesOf("deposed");
  // Terraform documentation, "lifecycle meta-argument": what create_before_destroy has not destroyed, the next apply does.
  if (deposed.length > 0) throw new DeposedError(source, deposed, mendWithHcl(mending, ["plan"], ["apply"]));
  const tainted = addressesOf("tainted");
  if (tainted.length > 0) {
    const changes = tainted.map((address) => ({ command: ["untaint"], args: [address] }));
    throw new TaintedError(source, tainted, mendCopy(mending, changes));
  }
  // A refresh writes into the state which provider the configuration has for a resource.
  checkAliases(source, region, taken, () => mendWithHcl(mending, ["apply", "-refresh-only"]));
}
