import type { TerraformDiagnostic } from "./messages";

/** Who holds the lock of a state, as Terraform reports it. */
export interface StateLock {
  readonly id: string;
  /** `apply`, `plan` */
  readonly operation: string;
  /** `user@host` */
  readonly who: string;
  /** As Terraform prints it, in UTC. */
  readonly since: string;
}

/** @returns the lock that a diagnostic complains about; undefined when it is about something else. */
export function parseLockInfo(diagnostic: TerraformDiagnostic): StateLock | undefined {
  if (!diagnostic.summary.includes("acquiring the state lock")) return undefined;
  const field = (name: string) => new RegExp(`^\\s*${name}:\\s*(\\S.*?)\\s*$`, "m").exec(diagnostic.detail)?.[1];
  const id = field("ID");
  if (id === undefined) return undefined;
  return {
    id,
    operation: (field("Operation") ?? "").replace(/^OperationType/, "").toLowerCase(),
    who: field("Who") ?? "unknown",
    since: (field("Created") ?? "unknown").replace(/\.\d+ \+0000 UTC$/, " UTC"),
  };
}
