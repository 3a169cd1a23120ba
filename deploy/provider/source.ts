import * as fs from "node:fs";
import * as path from "node:path";
import { z } from "zod";
import { writeWhole } from "../../locks";
import { holdsProvider } from "./mirror-content";
import { providerName, type ProviderNeed } from "./address";

/** Where Terraform gets its providers from. */
export type ProviderSource = (
  | { readonly kind: "registry" }
  /** The user's own CLI configuration decides. */
  | { readonly kind: "user-config"; readonly file: string }
  /** A folder in which Terraform looks by itself. */
  | { readonly kind: "implied-mirror"; readonly path: string }
  /** A folder that dapf found, made known to Terraform by a CLI configuration file. */
  | { readonly kind: "mirror"; readonly path: string; readonly configFile: string }
) & {
  readonly providers: readonly ProviderNeed[];
  /** What `TF_CLI_CONFIG_FILE` names, when there is no such file and something else is used in its place. */
  readonly missingConfigFile?: string;
  /** Whether this was known from an earlier run. */
  readonly remembered: boolean;
};

/**
 * @returns environment variables that make Terraform use the source; a variable with the value undefined has to be
 *   unset
 */
export function providerVariables(source: ProviderSource): Record<string, string | undefined> {
  if (source.kind === "mirror") return { TF_CLI_CONFIG_FILE: source.configFile };
  return source.missingConfigFile === undefined ? {} : { TF_CLI_CONFIG_FILE: undefined };
}

const memory = z.object({
  providers: z.array(z.string()),
  at: z.number(),
  source: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("registry") }),
    z.object({ kind: z.literal("mirror"), path: z.string() }),
  ]),
});

/** What a look around found: the registry answers, or a copy is in the plugin cache. */
export type RememberedSource = z.infer<typeof memory>["source"];

// A registry that answered is taken for reachable this long; a mirror is checked each time instead.
const REGISTRY_MILLISECONDS = 60 * 60 * 1000;

/** Remembers across runs where the providers come from, so that a warm start does not probe. */
export class ProviderMemory {
  private readonly file: string;

  /** @param root absolute path of the repository */
  constructor(root: string) {
    this.file = path.join(root, ".dapf", "provider-source.json");
  }

  /** @returns what was found for these providers, if it still holds. */
  recall(needs: readonly ProviderNeed[], uid: number, now: number): RememberedSource | undefined {
    const known = this.read();
    if (known === undefined || known.providers.join() !== describe(needs).join()) return undefined;
    const { source } = known;
    if (source.kind === "registry") return now - known.at < REGISTRY_MILLISECONDS ? source : undefined;
    return needs.every((need) => holdsProvider(source.path, need, uid)) ? source : undefined;
  }

  remember(needs: readonly ProviderNeed[], source: RememberedSource, now: number): void {
    fs.mkdirSync(path.dirname(this.file), { recursive: true });
    writeWhole(this.file, `${JSON.stringify({ providers: describe(needs), at: now, source }, null, 2)}\n`);
  }

  /** Makes the next run look again. */
  forget(): void {
    fs.rmSync(this.file, { force: true });
  }

  private read(): z.infer<typeof memory> | undefined {
    try {
      return memory.parse(JSON.parse(fs.readFileSync(this.file, "utf8")));
    } catch {
      // Absent or damaged: nothing is known.
      return undefined;
    }
  }
}

function describe(needs: readonly ProviderNeed[]): string[] {
  return needs.map((need) => `${providerName(need)} ${need.version ?? "any"} ${need.platform}`).sort();
}
