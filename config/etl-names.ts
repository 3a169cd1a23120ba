import type { EtlAction, EtlCondition, EtlDefinitions } from "./etl-schema";
import { etlName } from "./names";
import { substitute, type Placeholder, PLACEHOLDERS } from "./placeholders";

/** What the names of an environment are made of, as far as it is known before anything is deployed. */
export interface EtlNames {
  readonly prefix: string;
  /** Values of placeholders. @default none is known */
  readonly known?: Readonly<Partial<Record<Placeholder, string>>>;
}

/** What a condition or an action names: a job of this configuration, or one that exists without it. */
export type JobReference =
  { readonly kind: "own"; readonly key: string } | { readonly kind: "existing"; readonly name: string };

/**
 * @param given the `job_name` of a condition or action: the key of a job, or the full name of any job.
 * @param names of the environment, so that the full name of a job of this configuration is recognized too.
 */
export function jobReference(
  { jobs }: Pick<EtlDefinitions, "jobs">,
  given: string,
  { prefix, known = {} }: EtlNames,
): JobReference {
  if (Object.hasOwn(jobs, given)) return { kind: "own", key: given };
  const name = fillIn(given, known);
  const key = Object.keys(jobs).find((candidate) => etlName(prefix, candidate) === name);
  return key === undefined ? { kind: "existing", name: given } : { kind: "own", key };
}

/** What conditions wait for and actions start, as texts that are the same for one and the same job or crawler. */
export interface Targets {
  /** @returns undefined when the condition or action names nothing */
  of(item: EtlCondition | EtlAction): string | undefined;
  /** Whether a target is a job of this configuration. */
  isOwn(target: string): boolean;
}

/** @param names of the environment, so that a job is the same whether its key or its full name is written. */
export function targetsOf(config: Pick<EtlDefinitions, "jobs">, names: EtlNames): Targets {
  return {
    of({ job_name: job, crawler_name: crawler }) {
      if (job === undefined) return crawler === undefined ? undefined : `crawler ${crawler}`;
      const reference = jobReference(config, job, names);
      return reference.kind === "own" ? `own ${reference.key}` : `existing ${reference.name}`;
    },
    isOwn: (target) => target.startsWith("own "),
  };
}

/** Fills in the placeholders whose values are known, and leaves the others. */
function fillIn(text: string, known: Readonly<Partial<Record<Placeholder, string>>>): string {
  if (!text.includes("${")) return text;
  // Cast: the entries are those of all placeholders.
  const values = Object.fromEntries(PLACEHOLDERS.map((name) => [name, known[name] ?? `\${${name}}`])) as Record<
    Placeholder,
    string
  >;
  return substitute(text, values);
}
