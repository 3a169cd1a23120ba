import { AwsCallError } from "../aws/errors";
import { ConfigError } from "../config/errors";
import { nearestHint } from "../config/nearest";
import {
  ChangedSincePlanError,
  differencesText,
  InterruptedError,
  ModelPackagesError,
  NotApprovedError,
  NotDeployedError,
  providerName,
  ProviderUnreachableError,
  SavedPlanError,
  StalePlanError,
  StatefulLossError,
  SynthError,
  TerraformFailedError,
  TerraformMissingError,
  TerraformTooOldError,
  UnknownModuleError,
  UnknownOutputError,
} from "../deploy";
import {
  NoQueuesError,
  ShareCapacityError,
  ShareOverwrittenError,
  UnknownQueueError,
  UnknownShareError,
} from "../queues/errors";
import { EmulatorError, FaultOptionsError } from "../emulator/errors";
import { LockedError, ownerText, WaitInterruptedError } from "../locks";
import { adoptionFailureText } from "./adoption-failure";
import { jobFailure } from "./job-failure";
import { EXIT_FAILED, EXIT_INTERRUPTED, EXIT_USAGE } from "./exit-codes";
import { runFailureText } from "./run-failure";
import { shellWord } from "./shell-word";
import { UsageError } from "./usage-error";

/** An error as the user gets to see it. */
export interface Failure {
  /** Name of the error's class. */
  readonly kind: string;
  /** What is wrong and what to do about it; may have several lines. */
  readonly message: string;
  readonly exitCode: number;
}

const INSTALL = "https://developer.hashicorp.com/terraform/install";

/** @returns the sentence and the exit code for an error; every sentence about `deploy/` is made here. */
export function failureOf(error: unknown): Failure {
  if (!(error instanceof Error)) return { kind: "Error", message: String(error), exitCode: EXIT_FAILED };
  const { name: kind } = error;
  const failed = (message: string, exitCode = EXIT_FAILED): Failure => ({ kind, message, exitCode });
  if (error instanceof UsageError) return failed(error.message, EXIT_USAGE);
  if (error instanceof FaultOptionsError) return failed(error.message, EXIT_USAGE);
  if (error instanceof ConfigError || error instanceof EmulatorError) return failed(error.message);
  if (error instanceof AwsCallError || error instanceof NoQueuesError) return failed(error.message);
  if (error instanceof ShareOverwrittenError) return failed(error.message);
  if (error instanceof LockedError) {
    return failed(`Nothing was done, because this is at work: ${ownerText(error.owner)}.\n${error.advice}.`);
  }
  if (error instanceof ChangedSincePlanError) return failed(changedText(error));
  if (error instanceof StalePlanError) {
    const { environment } = error;
    return failed(
      `Nothing was applied: somebody else has changed ${environment} since the plan was made, so that it no longer says\n` +
        "what would happen (Terraform: the saved plan is stale). Plan again, and look at the new plan.",
    );
  }
  if (error instanceof SavedPlanError) return failed(`The plan ${error.file} ${error.problem}`);
  if (error instanceof UnknownQueueError || error instanceof UnknownShareError || error instanceof ShareCapacityError) {
    return failed(error.message, EXIT_USAGE);
  }
  if (error instanceof WaitInterruptedError) {
    return failed(`Interrupted: the ${error.what} has not begun.`, EXIT_INTERRUPTED);
  }
  if (error instanceof SynthError) return failed(error.problems.join("\n"));
  if (error instanceof InterruptedError) return failed(interruptedText(error), EXIT_INTERRUPTED);
  if (error instanceof UnknownModuleError) return failed(unknownModuleText(error), EXIT_USAGE);
  if (error instanceof UnknownOutputError) return failed(unknownOutputText(error), EXIT_USAGE);
  const ofRun = runFailureText(error);
  if (ofRun !== undefined) return failed(ofRun.message, ofRun.isUsage ? EXIT_USAGE : EXIT_FAILED);
  const ofJobs = jobFailure(error);
  if (ofJobs !== undefined) return failed(ofJobs.message, ofJobs.exitCode);
  const ofAdoption = adoptionFailureText(error);
  if (ofAdoption !== undefined) return failed(ofAdoption);
  if (error instanceof StatefulLossError) return failed(lossText(error));
  if (error instanceof ModelPackagesError) {
    const { group, reason } = error;
    return failed(
      `The model packages of ${group} could not be deleted: ${reason}\nRun the same command again to go on.`,
    );
  }
  if (error instanceof NotApprovedError) return failed(`Not approved: ${error.environment} is as it was.`);
  if (error instanceof NotDeployedError) {
    const { environment, embedded } = error;
    const where = embedded ? " on the embedded AWS" : "";
    const command = `npx dapf deploy ${environment}${embedded ? " --local" : ""}`;
    return failed(`${environment} has no outputs${where}: deploy it first (${command}).`);
  }
  if (error instanceof TerraformFailedError) return failed(terraformText(error), error.exitCode);
  if (error instanceof TerraformMissingError) {
    return failed(`Terraform was not found (${error.binary}): install version 1.11 or newer from ${INSTALL}`);
  }
  if (error instanceof TerraformTooOldError) {
    return failed(`Terraform ${error.found} is too old: install version ${error.oldest} or newer from ${INSTALL}`);
  }
  if (error instanceof ProviderUnreachableError) return failed(unreachableText(error));
  return failed(`${error.message}\n(Set DAPF_DEBUG=1 to see where this comes from.)`);
}

function interruptedText({ phase, mayHaveChanged }: InterruptedError): string {
  if (!mayHaveChanged) return `Interrupted during ${phase}: nothing has been changed.`;
  return `Interrupted during ${phase}: what was done is saved in the state. Run the same command again to go on.`;
}

function changedText({ environment, differences }: ChangedSincePlanError): string {
  return [
    `Nothing was applied: what the plan for ${environment} was made of has been changed since it was shown.`,
    `Now ${differencesText(differences)}. Run the same command again, and look at the new plan.`,
  ].join("\n");
}

function lossText({ environment, destroy, losses }: StatefulLossError): string {
  const lines = losses.map(({ address, forcedBy }) => {
    return `  ${address}${forcedBy === undefined ? "" : ` (${forcedBy.join(", ")} cannot change in place)`}`;
  });
  const flags = losses.map(({ address }) => `  --allow-destroy ${shellWord(address)}`);
  const why = destroy ? "would destroy" : "would delete or replace";
  const ask = destroy
    ? "Leave out --auto-approve to be asked about this list, or name each resource or its module"
    : "If it may, name each";
  return [
    `The plan for ${environment} is refused: it ${why} what holds data, history or keys, and nothing has been changed.`,
    ...lines,
    `${ask}:`,
    ...flags,
  ].join("\n");
}

function unknownModuleText({ target, known }: UnknownModuleError): string {
  if (known.length === 0) return `There is no module ${target}: the stack has no modules.`;
  const hint = nearestHint(target.replaceAll(/\bmodule[./]/g, "").replaceAll("/", "."), known, "module");
  return [
    `There is no module ${target}${hint === undefined ? "" : `; ${hint}`}`,
    "The modules are:",
    ...known.map((one) => `  ${one}`),
  ].join("\n");
}

function unknownOutputText({ output, known }: UnknownOutputError): string {
  const hint = nearestHint(output, known, "output");
  return `There is no output ${output} (there are: ${known.join(", ")})${hint === undefined ? "" : `; ${hint}`}`;
}

function terraformText({ command, diagnostics, exitCode }: TerraformFailedError): string {
  const errors = diagnostics.filter(({ severity }) => severity === "error").length;
  const count = errors === 1 ? "the error above" : `${errors} errors, see above`;
  const next =
    command === "apply" ? " What was done is saved in the state: put it right, and run the same command again." : "";
  return `terraform ${command} failed with exit code ${exitCode}: ${count}.${next}`;
}

function unreachableText({ providers, suggestedFolder }: ProviderUnreachableError): string {
  const names = providers.map((one) => `${providerName(one)} ${one.version ?? ""} for ${one.platform}`).join(", ");
  return [
    "The Terraform registry cannot be reached, and no copy of the provider was found on this machine.",
    `Needed: ${names}`,
    `Connect to the internet, or put a filesystem mirror of it into ${suggestedFolder}`,
    "(on a connected machine: terraform providers mirror <folder>).",
  ].join("\n");
}
