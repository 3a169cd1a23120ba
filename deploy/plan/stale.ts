import * as fs from "node:fs";
import { strFromU8, unzipSync } from "fflate";
import { z } from "zod";
import { DapfError } from "../../errors";
import type { TerraformDiagnostic } from "../terraform/messages";

/** The state has changed since the plan was made: Terraform applies none of it. */
export class StalePlanError extends DapfError {
  constructor(readonly environment: string) {
    super(
      `Nothing was applied: somebody else has changed ${environment} since the plan was made, so that it no longer says\n` +
        "what would happen (Terraform: the saved plan is stale). Plan again, and look at the new plan.",
    );
  }
}

// Source: Terraform, internal/backend/local/backend_local.go: serial and lineage, compared under the lock of the state.
const SUMMARIES = new Set(["Saved plan is stale", "Saved plan does not match the given state"]);

/** @returns whether Terraform says that a plan is not for the state that is there */
export function saysStale({ severity, summary }: TerraformDiagnostic): boolean {
  return severity === "error" && SUMMARIES.has(summary);
}

const version = z.object({ serial: z.number(), lineage: z.string() });

/** Which state of which history; Terraform counts the serial up each time that it writes a state. */
export type StateVersion = z.infer<typeof version>;

/**
 * @param planFile absolute path of a plan: a ZIP archive, with the state that was planned on in it
 * @throws Error when it is none
 */
export function plannedOn(planFile: string): StateVersion {
  const { tfstate } = unzipSync(fs.readFileSync(planFile), { filter: ({ name }) => name === "tfstate" });
  if (tfstate === undefined) throw new Error(`${planFile} holds no state`);
  return versionOf(strFromU8(tfstate));
}

/** @param state text of a state, as `terraform state pull` prints it; nothing when there is none */
export function versionOf(state: string): StateVersion {
  return state.trim() === "" ? { serial: 0, lineage: "" } : version.parse(JSON.parse(state));
}
