import type { Time } from "../../../aws/time";

/** When something that is missed counts as gone: after so many looks in a row, and no sooner than after that time. */
export interface AbsenceLimits {
  readonly looks: number;
  /** Milliseconds since it was missed first. */
  readonly milliseconds: number;
}

/** Remembers what was looked for and not found. AWS's answers may lag behind, so that once missing is not gone. */
export class Absences {
  private readonly missed = new Map<string, { readonly since: number; readonly looks: number }>();

  constructor(
    private readonly limits: AbsenceLimits,
    private readonly time: Pick<Time, "now">,
  ) {}

  /** How many are missing that do not count as gone yet. */
  get size(): number {
    return this.missed.size;
  }

  found(id: string): void {
    this.missed.delete(id);
  }

  /** @returns whether it counts as gone now */
  missing(id: string): boolean {
    const now = this.time.now();
    const { since, looks } = this.missed.get(id) ?? { since: now, looks: 0 };
    const isGone = looks + 1 >= this.limits.looks && now - since >= this.limits.milliseconds;
    if (isGone) this.missed.delete(id);
    else this.missed.set(id, { since, looks: looks + 1 });
    return isGone;
  }
}
