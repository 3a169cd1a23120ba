import * as fs from "node:fs";
import * as path from "node:path";
import { satisfies } from "semver";
import { z } from "zod";
import { findStackProviders, type ProviderSource, TerraformTooOldError } from "../deploy";
import { DapfError } from "../errors";
import { packageFolder } from "../project/home";
import {
  findPythons,
  findTerraform,
  type FoundTerraform,
  INSTALL_PAGES,
  isTooOld,
  MOTO_VERSION,
  oldestVersion,
  onPath,
  type Product,
  programOf,
  pythonProblem,
} from "../tools";
import type { Host } from "./host";

/** What there is of one thing that dapf needs. */
export interface Finding {
  readonly tool: string;
  readonly needed: string;
  /** Absent: it is missing. */
  readonly found?: string;
  readonly place?: string;
  /** Why it does not do, and how to get what does; absent: it does. */
  readonly problem?: string;
}

/** Looks for all that dapf needs; changes nothing, and never fails. */
export async function examine(host: Host): Promise<Finding[]> {
  const terraform = findTerraform(host.variables);
  const [pythons, program] = await Promise.all([pythonFindings(host), terraformFinding(host, terraform)]);
  return [nodeFinding(), ...pythons, program.finding, await providerFinding(host, program.product)];
}

const packageShape = z.object({ engines: z.object({ node: z.string() }) });

function nodeFinding(): Finding {
  const file = path.join(packageFolder, "package.json");
  const needed = packageShape.parse(JSON.parse(fs.readFileSync(file, "utf8"))).engines.node;
  const found = process.versions.node;
  const problem = satisfies(found, needed) ? {} : { problem: "Install one of these: https://nodejs.org" };
  return { tool: "Node.js", needed, found, place: process.execPath, ...problem };
}

async function pythonFindings({ root, variables }: Host): Promise<Finding[]> {
  const found = await findPythons(root, variables);
  const { ready, base, unfit } = found;
  const python = { tool: "Python", needed: "3.10 to 3.14" };
  const moto = { tool: "moto", needed: MOTO_VERSION };
  if (ready !== undefined) {
    const place = ready.executable;
    return [
      { ...python, found: ready.version, place },
      { ...moto, found: MOTO_VERSION, place },
    ];
  }
  const own = "dapf makes an environment with it when it is needed, or now: npx dapf doctor --install";
  if (unfit !== undefined) {
    const { found: version } = unfit;
    return [
      { ...python, found: base?.version ?? "", place: unfit.python },
      { ...moto, ...(version === undefined ? {} : { found: version }), problem: unfit.message },
    ];
  }
  if (base !== undefined)
    return [
      { ...python, found: base.version, place: base.executable },
      { ...moto, problem: own },
    ];
  const [old] = found.tooOld;
  return [
    {
      ...python,
      ...(old === undefined ? {} : { found: old.version, place: old.executable }),
      problem: pythonProblem(found).message,
    },
    { ...moto, problem: `needs Python first; then ${own}` },
  ];
}

async function terraformFinding(
  { variables }: Host,
  found: FoundTerraform | undefined,
): Promise<{ finding: Finding; product: Product }> {
  const needed = `Terraform ${oldestVersion("Terraform")} or OpenTofu ${oldestVersion("OpenTofu")}, or newer`;
  const own = `npx dapf doctor --install downloads a copy for dapf alone; or install one: ${INSTALL_PAGES.Terraform}, ${INSTALL_PAGES.OpenTofu}`;
  const missing = (reason: string) => ({
    finding: { tool: "Terraform", needed, problem: reason },
    product: "Terraform" as const,
  });
  if (found === undefined) return missing(own);
  const program = await programOf(found.binary, variables);
  if (program === undefined) return missing(`${found.binary} cannot be run, or is neither. ${own}`);
  const { product, version } = program;
  const place = onPath(found.binary, variables) ?? found.binary;
  const problem = isTooOld(program) ? { problem: new TerraformTooOldError(program).message } : {};
  return { finding: { tool: product, needed, found: version, place, ...problem }, product };
}

async function providerFinding({ root, variables }: Host, product: Product): Promise<Finding> {
  const tool = "AWS provider";
  try {
    const source = await findStackProviders(root, variables, product);
    const [need] = source.providers;
    return { tool, needed: need?.version ?? "", found: need?.version ?? "", place: placeOf(source) };
  } catch (error) {
    if (!(error instanceof DapfError)) throw error;
    return { tool, needed: "a registry, or a copy", problem: error.message };
  }
}

function placeOf(source: ProviderSource): string {
  switch (source.kind) {
    case "registry":
      return source.providers[0]?.host ?? "the registry";
    case "user-config":
      return `as ${source.file} says`;
    default:
      return source.path;
  }
}
