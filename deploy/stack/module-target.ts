import { DapfError, EXIT_USAGE } from "../../errors";
import { nearestHint } from "../../config/nearest";
import type { StackModule } from "./folder";

/** A target that names no module of the stack. */
export class UnknownModuleError extends DapfError {
  override readonly exitCode = EXIT_USAGE;

  constructor(
    /** As the user wrote it. */
    readonly target: string,
    /** The modules that exist, in the short form: `analytics_etl.glue_wfs`. */
    readonly known: readonly string[],
  ) {
    const hint = nearestHint(target.replaceAll(/\bmodule[./]/g, "").replaceAll("/", "."), known, "module");
    const list = ["The modules are:", ...known.map((one) => `  ${one}`)];
    super(
      known.length === 0
        ? `There is no module ${target}: the stack has no modules.`
        : [`There is no module ${target}${hint === undefined ? "" : `; ${hint}`}`, ...list].join("\n"),
    );
  }
}

/** @returns the modules that a target may name, in the short form `analytics_etl.glue_wfs`, sorted. */
export function targetNames(modules: readonly StackModule[]): string[] {
  return modules
    .filter(({ names }) => names.length > 0)
    .map(({ names }) => names.join("."))
    .sort();
}

/**
 * @param target `analytics_etl`, `module.analytics_etl`, nested with dots or slashes, with or without the words `module`
 * @returns Terraform's address of the module: `module.analytics_etl.module.glue_wfs`
 * @throws UnknownModuleError
 */
export function moduleAddress(target: string, modules: readonly StackModule[]): string {
  const parts = target.split(/[./]/);
  const known = modules.filter(({ names }) => names.length > 0);
  // A module may itself be called "module", so both readings are tried, the literal one first.
  const readings = [parts, withoutKeyword(parts)];
  for (const reading of readings) {
    const found = known.find(({ names }) => names.join(".") === reading.join("."));
    if (found) return found.names.map((name) => `module.${name}`).join(".");
  }
  throw new UnknownModuleError(target, targetNames(modules));
}

function withoutKeyword(parts: readonly string[]): string[] {
  const keywordsFirst = parts.every((part, index) => index % 2 === 1 || part === "module");
  if (keywordsFirst && parts.length % 2 === 0) return parts.filter((_, index) => index % 2 === 1);
  return parts.filter((part) => part !== "module");
}
