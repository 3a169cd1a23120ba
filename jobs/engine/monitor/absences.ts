import type { Time } from "../../../aws/time";

/** Looks in a row in which something must be missed to be gone. */
const LOOKS = 3;

/** Remembers what was looked for and not found. AWS's answers may lag behind, so that once missing is not gone. */
export class Absences {
  private readonly missed = new Map<string, { readonly since: number; readonly looks: number }>();

  /** @param grace milliseconds after the first look that missed something until it counts as gone */
  constructor(
    private readonly grace: number,
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
    const isGone = looks + 1 >= LOOKS && now - since >= this.grace;
    if (isGone) this.missed.delete(id);
    else this.missed.set(id, { since, looks: looks + 1 });
    return isGone;
  }
}
