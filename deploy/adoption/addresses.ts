/** What an instance of a resource is told by among its siblings: nothing, the number of `count`, the key of `for_each`. */
export type InstanceKey = string | number | null | undefined;

/**
 * Spells an address as Terraform does, e.g. in `moved` blocks and `terraform state list`.
 *
 * @param module address of the module with instance keys, as a state has it; empty for the root
 */
export function instanceAddress(module: string, type: string, name: string, key: InstanceKey): string {
  const block = [module, type, name].filter((part) => part !== "").join(".");
  return `${block}${keyText(key)}`;
}

/** @returns the address of the configuration block behind an instance: without the keys of modules and resource. */
export function blockOf(address: string): string {
  return address.replaceAll(/\["(?:[^"\\]|\\.)*"\]|\[\d+\]/g, "");
}

const STEP = String.raw`module\.[^.[\]]+(?:\[(?:"(?:[^"\\]|\\.)*"|\d+)\])?`;

/** @returns the steps to a module: `module.a["x"]`, `module.b` */
export function moduleSteps(module: string): string[] {
  return module.match(new RegExp(STEP, "g")) ?? [];
}

export const joinedSteps = (steps: readonly string[]): string => steps.join(".");

/** @returns the module of a resource's address; empty for the root */
export function moduleOf(address: string): string {
  return new RegExp(`^(?:${STEP}\\.)*`).exec(address)?.[0].slice(0, -1) ?? "";
}

/** @returns a module and those around it, the outermost first */
export function modulePaths(module: string): string[] {
  const steps = moduleSteps(module);
  return steps.map((_, index) => joinedSteps(steps.slice(0, index + 1)));
}

function keyText(key: InstanceKey): string {
  if (key === undefined || key === null) return "";
  if (typeof key === "number") return `[${key}]`;
  // The quoted strings of Terraform's language, in which these two begin a template (functions, for `$$` is special there).
  return `[${JSON.stringify(key)
    .replaceAll("${", () => "$${")
    .replaceAll("%{", () => "%%{")}]`;
}
