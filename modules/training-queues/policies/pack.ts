import { policyDocument, type Statement } from "../../policies/document";

/** A resource of a statement: what Terraform gets, and the ARN that it will be, which tells how long it is. */
export interface ScopedResource {
  /** A reference or an ARN. */
  readonly value: string;
  readonly arn: string;
}

/** A statement about many resources, which may be split over several policies. */
export interface ScopedStatement {
  readonly statement: Omit<Statement, "Resource">;
  readonly resources: readonly ScopedResource[];
  /**
   * Where in the statement the resources of one policy stand.
   * @default as `Resource`
   */
  readonly scope?: (values: readonly string[]) => Pick<Statement, "Resource" | "Condition">;
}

/**
 * IAM: a managed policy has at most 6144 characters
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html).
 */
const LONGEST = 6144;

/**
 * Spreads statements over as few policies as they fit into, in order; every resource stands in one of them.
 *
 * @param fixed statements of the first policy
 * @param scoped statements that grow with what an environment declares; those without resources are left out
 * @returns the JSON of each policy, with references
 */
export function packPolicies(fixed: readonly Statement[], scoped: readonly ScopedStatement[]): string[] {
  const packs: Pack[] = [new Pack(fixed)];
  for (const one of scoped) {
    for (const resource of one.resources) {
      const last = packs.at(-1);
      if (last?.add(one, resource)) continue;
      const next = new Pack([]);
      next.add(one, resource);
      packs.push(next);
    }
  }
  return packs.map((pack) => pack.json());
}

/** One policy while it is filled. */
class Pack {
  private readonly filled = new Map<ScopedStatement, ScopedResource[]>();
  private length: number;

  constructor(private readonly fixed: readonly Statement[]) {
    this.length = policyDocument(fixed).length;
  }

  /** @returns false when the resource does not fit any more. The first always does. */
  add(scoped: ScopedStatement, resource: ScopedResource): boolean {
    const others = this.filled.get(scoped);
    // 3 characters: two quotes and a comma.
    const added = resource.arn.length + 3 + (others === undefined ? frameOf(scoped) : 0);
    if (this.length + added > LONGEST && this.filled.size > 0) return false;
    this.length += added;
    if (others === undefined) this.filled.set(scoped, [resource]);
    else others.push(resource);
    return true;
  }

  json(): string {
    const filled = [...this.filled].map(([scoped, resources]) =>
      statementOf(
        scoped,
        resources.map(({ value }) => value),
      ),
    );
    return policyDocument([...this.fixed, ...filled]);
  }
}

/** The length of a statement without its resources, with the comma before it. */
function frameOf(scoped: ScopedStatement): number {
  return JSON.stringify(statementOf(scoped, [])).length + 1;
}

function statementOf({ statement, scope }: ScopedStatement, values: readonly string[]): Statement {
  return { ...statement, ...(scope?.(values) ?? { Resource: values }) };
}
