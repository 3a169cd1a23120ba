import type { TerraformDiagnostic } from "./messages";

/** Every complaint of Terraform about a missing or outdated initialization says which command to run. */
export function asksForInit(diagnostics: readonly TerraformDiagnostic[]): boolean {
  return diagnostics.some(
    ({ severity, summary, detail }) => severity === "error" && `${summary} ${detail}`.includes("terraform init"),
  );
}

/** An interrupt ends the waiting for resources, and each of them complains. */
export function isOfInterrupt({ summary, detail }: TerraformDiagnostic): boolean {
  return summary === "execution halted" || `${summary} ${detail}`.includes("context canceled");
}

const targetWarnings = new Set(["Resource targeting is in effect", "Applied changes may be incomplete"]);

/** The user named the targets. */
export function isAskedFor(diagnostic: TerraformDiagnostic): boolean {
  return diagnostic.severity === "warning" && targetWarnings.has(diagnostic.summary);
}
