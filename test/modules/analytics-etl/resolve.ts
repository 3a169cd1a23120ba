import type { Synthesized, TerraformJson } from "../module-app";

/** The attributes that only a provider knows; the tests say what they would be. */
export type Computed = Readonly<Record<string, string>>;

/**
 * Reads a synthesized module as Terraform would: replaces references by the arguments that they refer to, through
 * variables, module calls and outputs.
 *
 * @param folder of the module, e.g. `modules/analytics_etl/modules/glue_jobs/`; empty for the root
 */
export function resolve(files: Synthesized, folder: string, value: unknown, computed: Computed): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => resolve(files, folder, item, computed));
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, resolve(files, folder, item, computed)]),
    );
  }
  if (typeof value !== "string") return value;
  return value.replace(/\$\{([^{}]+)\}/g, (_, reference: string) => lookUp(files, folder, reference, computed));
}

function lookUp(files: Synthesized, folder: string, reference: string, computed: Computed): string {
  const known = computed[reference];
  if (known !== undefined) return known;
  const [type = "", name = "", attribute = ""] = reference.split(".");
  if (type === "var") {
    const [, parent = "", module = ""] = /^(.*)modules\/([^/]+)\/$/.exec(folder) ?? [];
    return text(files, parent, fileIn(files, parent).module?.[module]?.[name], computed, reference);
  }
  if (type === "module") {
    const child = `${folder}modules/${name}/`;
    return text(files, child, fileIn(files, child).output?.[attribute]?.value, computed, reference);
  }
  return text(files, folder, fileIn(files, folder).resource?.[type]?.[name]?.[attribute], computed, reference);
}

function text(files: Synthesized, folder: string, value: unknown, computed: Computed, reference: string): string {
  const resolved = resolve(files, folder, value, computed);
  if (typeof resolved !== "string") throw new Error(`${reference} of ${folder || "the root"} is not a known string`);
  return resolved;
}

function fileIn(files: Synthesized, folder: string): TerraformJson {
  return files[`${folder}main.tf.json`] ?? files[`${folder}cdk.tf.json`] ?? {};
}
