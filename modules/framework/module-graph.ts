/** Terraform modules that need each other in a ring; no order of creation exists for them. */
export class ModuleCycleError extends Error {
  constructor(
    /** The addresses of the modules in the ring; the first one stands again at the end. */
    readonly ring: readonly string[],
    /** What makes each module need the next one: `reasons[i]` belongs to `ring[i] -> ring[i + 1]`. */
    readonly reasons: readonly string[],
  ) {
    const steps = ring.slice(0, -1).map((module, i) => `${module} uses ${reasons[i]} of ${ring[i + 1]}`);
    super(`Terraform modules need each other in a cycle: ${steps.join(", ")}`);
    this.name = "ModuleCycleError";
  }
}

/** Which sibling modules need which, and why. One graph for each stack that calls modules. */
export class ModuleGraph {
  private readonly needs = new Map<string, Map<string, string>>();

  /**
   * Records that `user` needs `used`.
   *
   * @param reason what is used, e.g. `aws_sns_topic.topic.arn`; it is quoted in the error
   * @throws ModuleCycleError when `used` needs `user` already, directly or through others
   */
  add(user: string, used: string, reason: string): void {
    const direct = this.needs.get(user) ?? new Map<string, string>();
    this.needs.set(user, direct);
    if (direct.has(used)) return;
    direct.set(used, reason);
    const back = this.pathBetween(used, user);
    if (back === undefined) return;
    const ring = [user, ...back];
    throw new ModuleCycleError(
      ring,
      ring.slice(0, -1).map((module, i) => this.needs.get(module)?.get(ring[i + 1] ?? "") ?? ""),
    );
  }

  private pathBetween(from: string, to: string, seen = new Set<string>()): string[] | undefined {
    if (from === to) return [from];
    seen.add(from);
    for (const next of this.needs.get(from)?.keys() ?? []) {
      if (seen.has(next)) continue;
      const rest = this.pathBetween(next, to, seen);
      if (rest !== undefined) return [from, ...rest];
    }
    return undefined;
  }
}
