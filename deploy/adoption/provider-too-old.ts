import type { StackFolder } from "../stack/folder";
import type { TerraformDiagnostic } from "../terraform/messages";
import { mendWithHcl, type Mending } from "./mending";
import type { StackMoves } from "./stack-moves";
import type { TerraformState } from "./state";
import { ProviderTooOldError } from "./unfit-errors";

/** Whether Terraform complains that a newer provider has written a resource into the state. */
export function isTooOld({ summary }: Pick<TerraformDiagnostic, "summary">): boolean {
  return summary.startsWith("Resource instance managed by newer provider version");
}

/**
 * @param diagnostics of the plan
 * @returns one error for all resources that are too new; the commands are those for the first of them
 */
export function providerTooOld(
  { source, managed }: TerraformState,
  { moves }: StackMoves,
  stack: StackFolder,
  diagnostics: readonly TerraformDiagnostic[],
  mending: Mending,
): ProviderTooOldError {
  const former = new Map(moves.map(({ from, to }) => [to, from]));
  const addresses = diagnostics.filter(isTooOld).flatMap(({ detail, address }) => {
    const now = address ?? /The current state of (\S+) was created/.exec(detail)?.[1];
    return now === undefined ? [] : [former.get(now) ?? now];
  });
  const version = stack.modules.flatMap(({ requiredProviders }) => requiredProviders.aws?.version ?? [])[0];
  const first = managed.find(({ address }) => addresses.includes(address));
  const id = first?.attributes.id;
  const commands = mendWithHcl(
    mending,
    ["init", "-upgrade"],
    ["state", "rm", first?.address ?? "ADDRESS"],
    ["import", first?.address ?? "ADDRESS", typeof id === "string" ? id : "ID"],
  );
  return new ProviderTooOldError(source, version, addresses, commands);
}
