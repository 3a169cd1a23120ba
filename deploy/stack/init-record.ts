import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { z } from "zod";
import { writeWhole } from "../../locks";
import { installedProviders, linkProviders, shareProviders } from "../provider/installed";
import { providerName, providerNeed } from "../provider/address";
import type { StackFolder } from "./folder";

/*
 * `terraform init` costs about a second, most of it for checking the provider's checksum, and a download where the provider
 * comes from the registry. Each run has a folder of its own, and there is nothing to do for it unless the providers, the
 * backend or the module calls have changed since the last run. So a successful init leaves a record beside the runs, one file
 * that is written whole, and the next run begins with what is in it.
 */

/** What init leaves behind in the folder of a stack, but for the providers. */
const FILES = {
  lock: ".terraform.lock.hcl",
  backend: path.join(".terraform", "terraform.tfstate"),
  modules: path.join(".terraform", "modules", "modules.json"),
} as const;

const record = z.object({
  configuration: z.string(),
  lock: z.string().optional(),
  backend: z.string().optional(),
  modules: z.string().optional(),
  /** Path below `.terraform/providers` -> absolute path of the provider's folder. */
  providers: z.record(z.string(), z.string()),
});

/** What the runs of one environment know of their last init. */
export class InitRecord {
  private readonly file: string;
  private readonly shared: string;
  private hasLinked = false;

  /**
   * @param root absolute path of the repository
   * @param name tells stacks apart whose backends differ, e.g. `dev.local`
   */
  constructor(root: string, name: string) {
    this.file = path.join(root, ".dapf", "terraform", `${name}.json`);
    this.shared = path.join(root, ".dapf", "terraform", "providers");
  }

  /**
   * Puts what the last init left into the folder of a stack where none has been run.
   *
   * @returns whether nothing is left to be done; else init takes its providers from there, and downloads none again
   */
  apply(stack: StackFolder): boolean {
    const known = this.read();
    if (known === undefined || !linkProviders(stack.path, known.providers)) return false;
    this.hasLinked = true;
    const isCurrent = known.configuration === configurationHash(stack);
    for (const part of isCurrent ? (["lock", "backend", "modules"] as const) : (["lock"] as const)) {
      const text = known[part];
      const file = path.join(stack.path, FILES[part]);
      if (text === undefined) continue;
      fs.mkdirSync(path.dirname(file), { recursive: true });
      fs.writeFileSync(file, text, { mode: 0o600 });
    }
    return isCurrent;
  }

  /** Notes that `terraform init` has just succeeded in the folder of a stack. */
  note(stack: StackFolder): void {
    shareProviders(stack.path, this.shared, this.hasLinked);
    const entry: z.infer<typeof record> = {
      configuration: configurationHash(stack),
      lock: readIfFile(path.join(stack.path, FILES.lock)),
      backend: readIfFile(path.join(stack.path, FILES.backend)),
      modules: readIfFile(path.join(stack.path, FILES.modules)),
      providers: installedProviders(stack.path),
    };
    fs.mkdirSync(path.dirname(this.file), { recursive: true });
    // A backend can have credentials in it.
    writeWhole(this.file, `${JSON.stringify(entry, null, 2)}\n`, 0o600);
  }

  private read(): z.infer<typeof record> | undefined {
    try {
      return record.parse(JSON.parse(fs.readFileSync(this.file, "utf8")));
    } catch {
      // No record, or a damaged one: init decides for itself.
      return undefined;
    }
  }
}

/** @returns whether the lock file holds another version of a provider than the stack asks for. */
export function needsUpgrade(stack: StackFolder): boolean {
  const locked = lockedProviders(stack);
  const wanted = stack.modules.flatMap((module) => Object.values(module.requiredProviders));
  return wanted.some(({ source, version }) => {
    const need = providerNeed(source, version, "");
    const found = locked.find(({ name }) => name === providerName(need));
    return found !== undefined && need.version !== undefined && found.version !== need.version;
  });
}

function configurationHash(stack: StackFolder): string {
  const modules = stack.modules.map(({ names, source, requiredProviders }) => ({ names, source, requiredProviders }));
  const facts = JSON.stringify({ modules, version: stack.requiredVersion, backend: stack.backend });
  return createHash("sha256").update(facts).digest("hex");
}

function lockedProviders(stack: StackFolder): { name: string; version: string }[] {
  const lock = readIfFile(path.join(stack.path, FILES.lock)) ?? "";
  const blocks = lock.matchAll(/provider "([^"]+)" \{\s*version\s*=\s*"([^"]+)"/g);
  return [...blocks].map(([, name = "", version = ""]) => ({ name, version }));
}

function readIfFile(file: string): string | undefined {
  try {
    return fs.readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
