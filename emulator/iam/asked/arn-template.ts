/** An ARN of the Service Authorization Reference: `arn:${Partition}:batch:${Region}:${Account}:job-queue/${JobQueueName}`. */
import type { Place } from "../../../aws/place";

const PLACE = new Set(["Partition", "Region", "Account"]);

export class ArnTemplate {
  /** What names the resource, in their order. */
  readonly variables: readonly string[];
  private readonly pattern: RegExp;

  constructor(private readonly text: string) {
    this.variables = [...text.matchAll(/\$\{(\w+)\}/g)].flatMap(([, name = ""]) => (PLACE.has(name) ? [] : [name]));
    const pattern = text.replace(/\$\{(\w+)\}|[^\w\s/-]/g, (found, name?: string) => {
      if (name === undefined) return `\\${found}`;
      // A Region or account may be missing in the ARN of what is global, or AWS's own.
      return PLACE.has(name) ? "[^:]*" : "[^:]+";
    });
    this.pattern = new RegExp(`^${pattern}$`);
  }

  /** Whether an ARN is one of this type; colons within its variables are not. */
  matches(arn: string): boolean {
    return this.pattern.test(arn);
  }

  /** @param values - of the variables; `*` stands for what is not known */
  fill(place: Place, values: ReadonlyMap<string, string>): string {
    const all = new Map<string, string>([
      ...values,
      ["Partition", place.partition],
      ["Region", place.region],
      ["Account", place.account],
    ]);
    return this.text.replace(/\$\{(\w+)\}/g, (_, name: string) => all.get(name) ?? "*");
  }
}

/** The ARN of a log group as its tags have it: it ends in `:*` in all actions but those on tags. */
export function withoutStreams(arn: string): string {
  return arn.replace(/^(arn:.*:log-group:[^*]+):\*$/, "$1");
}

/**
 * A child of an array or a node of a job of AWS Batch as the job itself, whose tags it has: TagResource, "ARNs for child jobs of
 * array and multi-node parallel (MNP) jobs aren't supported".
 */
export function withoutIndex(arn: string): string {
  return arn.replace(/^(arn:[^:]*:batch:[^:]*:[^:]*:job\/[^:#]+)[:#]\d+$/, "$1");
}
