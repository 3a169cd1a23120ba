import { z } from "zod";
import { ConfigError } from "../../config/errors";
import { parseJson } from "../../config/json";
import { instanceAddress } from "./addresses";
import { EmptyStateError, MalformedStateError, StateFormatError } from "./errors";

/** The format that Terraform has written since 0.12. Source: Terraform, `internal/states/statefile/version4.go`. */
const FORMAT = 4;

const instance = z.looseObject({
  status: z.string().nullish(),
  deposed: z.string().nullish(),
  index_key: z.union([z.string(), z.number()]).nullish(),
  attributes: z.record(z.string(), z.unknown()).nullish(),
});
const resource = z.looseObject({
  module: z.string().optional(),
  mode: z.string(),
  type: z.string(),
  name: z.string(),
  provider: z.string().optional(),
  instances: z.array(instance),
});
// What is not read here stays as it is in the copy.
const stateFile = z.looseObject({ terraform_version: z.string(), resources: z.array(resource) });

/** One instance of a managed resource in a state. */
export interface StateInstance {
  readonly address: string;
  readonly type: string;
  /** Address of the module with instance keys; empty for the root. */
  readonly module: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** What its provider is configured by: `provider["registry.terraform.io/hashicorp/aws"]`, with an alias at its end. */
  readonly provider?: string;
  /** `tainted`: the next apply replaces it; `deposed`: it has been replaced, and the next apply destroys it. */
  readonly condition?: "tainted" | "deposed";
}

/** A Terraform state. */
export interface TerraformState {
  /** Where it is from, as the user wrote it; error messages name it. */
  readonly source: string;
  /** Terraform version that has written it. */
  readonly terraformVersion: string;
  readonly managed: readonly StateInstance[];
  readonly file: z.infer<typeof stateFile>;
}

/**
 * @param source where the text is from
 * @throws MalformedStateError, StateFormatError, EmptyStateError
 */
export function parseState(source: string, text: string): TerraformState {
  if (text.trim() === "") throw new EmptyStateError(source);
  const value = parsed(source, text);
  if (z.object({ encrypted_data: z.string() }).safeParse(value).success) {
    throw new MalformedStateError(
      source,
      "is encrypted by OpenTofu: write it out with tofu state pull, and adopt that",
    );
  }
  const version = z.object({ version: z.number() }).safeParse(value);
  if (!version.success) throw new MalformedStateError(source, "is JSON, but no Terraform state: it has no version");
  if (version.data.version !== FORMAT) throw new StateFormatError(source, version.data.version, FORMAT);
  const { success, data: file, error } = stateFile.safeParse(value);
  if (!success) throw new MalformedStateError(source, `is damaged: ${firstProblem(error)}`);
  const managed = managedInstances(file);
  if (managed.length === 0) throw new EmptyStateError(source);
  return { source, terraformVersion: file.terraform_version, managed, file };
}

/** @returns the text of the state without some of its instances, as `terraform state rm` leaves it. */
export function withoutInstances({ file }: TerraformState, addresses: ReadonlySet<string>): string {
  const resources = file.resources.flatMap((one) => {
    if (one.mode !== "managed") return [one];
    const instances = one.instances.filter(({ index_key: key }) => {
      return !addresses.has(instanceAddress(one.module ?? "", one.type, one.name, key));
    });
    return instances.length === 0 ? [] : [{ ...one, instances }];
  });
  return `${JSON.stringify({ ...file, resources }, null, 2)}\n`;
}

/** @returns an attribute when it is a text that says something. */
export function textAttribute({ attributes }: StateInstance, name: string): string | undefined {
  const value = attributes[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}

function managedInstances(file: z.infer<typeof stateFile>): StateInstance[] {
  return file.resources
    .filter(({ mode }) => mode === "managed")
    .flatMap(({ module = "", type, name, provider, instances }) =>
      instances.map(({ index_key: key, attributes, status, deposed }) => {
        const condition = typeof deposed === "string" ? "deposed" : status === "tainted" ? "tainted" : undefined;
        return {
          address: instanceAddress(module, type, name, key),
          type,
          module,
          attributes: attributes ?? {},
          ...(provider === undefined ? {} : { provider }),
          ...(condition === undefined ? {} : { condition }),
        };
      }),
    );
}

function parsed(source: string, text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    throw new MalformedStateError(source, jsonProblem(source, text));
  }
}

/** The slower parser knows the place. */
function jsonProblem(source: string, text: string): string {
  try {
    parseJson(source, text);
  } catch (error) {
    const [problem] = error instanceof ConfigError ? error.problems : [];
    if (problem !== undefined) return `${problem.rule} (line ${problem.line ?? 1}, column ${problem.column ?? 1})`;
  }
  return "is not valid JSON";
}

function firstProblem({ issues }: z.ZodError): string {
  const [first] = issues;
  return first === undefined ? "its shape is wrong" : `${first.path.map(String).join(".")}: ${first.message}`;
}
