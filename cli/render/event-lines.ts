import {
  type ApplySummary,
  type FinishedOperation,
  parseLockInfo,
  type Phase,
  providerName,
  type ProviderSource,
  type StateLock,
  type SynthNote,
  type SynthResult,
  type TerraformDiagnostic,
} from "../../deploy";
import { amount, duration, type Style } from "./style";

/** What a phase is called while it lasts. */
export const phaseTitles: Readonly<Record<Phase, string>> = {
  synth: "Synthesizing",
  init: "Initializing Terraform",
  plan: "Planning",
  details: "Reading the plan",
  apply: "Applying",
};

const done: Readonly<Record<FinishedOperation["kind"], string>> = {
  create: "created",
  update: "changed",
  delete: "destroyed",
};

/**
 * @param interrupted whether the run is being ended, so that a failure is most likely none of the resource's
 * @returns `module.common.aws_kms_key.key created (0.4 s)`
 */
export function operationLine(operation: FinishedOperation, interrupted: boolean, style: Style): string {
  const took = style.dim(`(${duration(operation.seconds)})`);
  if (!operation.failed) return `${operation.address} ${done[operation.kind]} ${took}`;
  const how = interrupted ? style.yellow("was interrupted") : style.red(`could not be ${done[operation.kind]}`);
  return `${operation.address} ${how} ${took}`;
}

/** @returns what an apply did: the counts, how long it took, and, of a complete one, what took longest. */
export function summaryLines(summary: ApplySummary, interrupted: boolean, style: Style): string[] {
  const { created, changed, destroyed, failed, seconds, slowest } = summary;
  const counts = `${created} created, ${changed} changed, ${destroyed} destroyed`;
  const failures = failed === 0 ? "" : style.red(`, ${failed} ${interrupted ? "interrupted" : "failed"}`);
  const sum = `${style.bold(counts)}${failures} in ${duration(seconds)}`;
  // What took no time at all is not slow.
  const listed = slowest.filter((operation) => operation.seconds >= 0.1);
  if (listed.length === 0 || interrupted) return [sum];
  return [
    sum,
    "Slowest:",
    ...listed.map((one) => `${duration(one.seconds).padStart(12)}  ${one.address} ${done[one.kind]}`),
  ];
}

/**
 * @param folder of the stack, relative to the repository
 * @returns a complaint of Terraform: what, about which resource, and the explanation
 */
export function diagnosticLines(diagnostic: TerraformDiagnostic, folder: string | undefined, style: Style): string[] {
  const { severity, summary, detail, address, alsoAt = [], snippet, range } = diagnostic;
  const word = severity === "error" ? style.red("Error") : style.yellow("Warning");
  const place = address ?? snippet?.context ?? (range && `${range.filename}:${range.start.line}`);
  const lock = parseLockInfo(diagnostic);
  const text = lock === undefined ? detail : lockText(lock, folder);
  return [
    `${word}: ${summary}`,
    ...(place === undefined ? [] : [`  at ${style.bold(place)}`]),
    ...alsoAt.map((one) => `  and ${one}`),
    ...text
      .trim()
      .split("\n")
      .filter((line) => line.trim() !== "")
      .map((line) => `  ${line}`),
  ];
}

/** Terraform's own advice is to switch locking off. */
function lockText(lock: StateLock, folder = "<folder of the stack>"): string {
  return [
    `The state is locked by ${lock.who} (${lock.operation}, since ${lock.since}).`,
    "If that run is still going, wait for its end and try again.",
    `If it was killed, remove its lock: terraform -chdir=${folder} force-unlock ${lock.id}`,
  ].join("\n");
}

/**
 * @param showFolder whether to say where it is
 * @returns `jenkins-pl: 290 resources in 9 modules, in cdktf.out/stacks/jenkins-pl (1.2 s)`
 */
export function synthLine(result: SynthResult, showFolder: boolean, style: Style): string {
  const { environment, resources, modules, folder, seconds } = result;
  const size = `${amount(resources, "resource")} in ${amount(modules.length, "module")}`;
  const where = showFolder ? `, in ${folder}` : "";
  return `${style.bold(environment)}: ${size}${where} ${style.dim(`(${duration(seconds)})`)}`;
}

/**
 * @param most how many lines of a long warning to show; all when undefined
 * @returns what a construct warns of
 */
export function synthWarningLines(note: SynthNote, most: number | undefined, style: Style): string[] {
  const [first = "", ...rest] = note.text.split("\n");
  const shown = rest.slice(0, most);
  const hidden = rest.length - shown.length;
  return [
    `${style.yellow("Warning")}: ${note.construct}: ${first}`,
    ...shown.map((line) => `  ${line}`),
    ...(hidden > 0 ? [style.dim(`  and ${amount(hidden, "more line")}: npx dapf synth shows all`)] : []),
  ];
}

/** @returns what there is to say about where the providers come from; nothing when it is the usual place. */
export function providerSourceLines(source: ProviderSource): string[] {
  const names = source.providers.map((one) => `${providerName(one)} ${one.version ?? ""}`.trim()).join(", ");
  const instead =
    source.missingConfigFile === undefined
      ? []
      : [`TF_CLI_CONFIG_FILE names ${source.missingConfigFile}, which does not exist: it is not used`];
  if (source.kind !== "mirror") return instead;
  const why = source.remembered ? "as before" : "the registry cannot be reached";
  return [...instead, `${names} comes from the mirror ${source.path} (${why})`];
}

/** @returns what happens after a Ctrl-C. */
export function interruptLine(phase: Phase, count: number, running: number): string {
  if (phase !== "apply") return "Interrupted: stopping Terraform, nothing has been changed";
  const operations = amount(running, "operation");
  if (count === 1) return `Interrupted: Terraform ends ${operations}, then saves its state; please wait`;
  if (count === 2) return `Still waiting for ${operations}; one more Ctrl-C stops Terraform at once and may lose state`;
  if (count > 3) return "Terraform has been told to stop";
  return (
    `Stopping Terraform at once: what ${operations} made may be in the account and not in the state; ` +
    "dapf plan shows what the state lacks, and what is there already has to be imported or deleted"
  );
}
