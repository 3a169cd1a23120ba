/**
 * What has been read of the live account, until a call that may change it has been answered. Each topic (a service, by its
 * word in ARNs) has a generation; what was read belongs to the generation in which the reading began, so that a reading that
 * began before a change does not win over it.
 */
export class Generations {
  private all = 0;
  private readonly single = new Map<string, number>();
  private readonly held = new Map<string, { readonly generation: number; readonly value: Promise<unknown> }>();

  constructor(
    /** How many readings are held at most; the oldest one goes first. */
    private readonly most = 20_000,
  ) {}

  /** A call that may change something of a topic has been answered. */
  changed(topic: string): void {
    this.single.set(topic, (this.single.get(topic) ?? 0) + 1);
  }

  /** Anything may have changed. */
  changedAll(): void {
    this.all += 1;
  }

  /** What `read` gave in the present generation of the topic; a reading that fails is not held. */
  hold<T>(topic: string, key: string, read: () => Promise<T>): Promise<T> {
    const generation = this.generationOf(topic);
    const id = `${topic} ${key}`;
    const known = this.held.get(id);
    // Under this id only this method puts anything, and a key is always read in the same way.
    if (known?.generation === generation) return known.value as Promise<T>;
    const value = read();
    this.held.delete(id);
    this.held.set(id, { generation, value });
    if (this.held.size > this.most) this.dropOldest();
    value.catch(() => {
      if (this.held.get(id)?.value === value) this.held.delete(id);
    });
    return value;
  }

  /** Whether a reading is held, so that it costs nothing. */
  holds(topic: string, key: string): boolean {
    return this.held.get(`${topic} ${key}`)?.generation === this.generationOf(topic);
  }

  private generationOf(topic: string): number {
    return this.all + (this.single.get(topic) ?? 0);
  }

  private dropOldest(): void {
    for (const id of this.held.keys()) {
      this.held.delete(id);
      return;
    }
  }
}
