/** The few greatest of many, kept in order. */
export class Greatest<T> {
  private items: { readonly value: number; readonly item: T }[] = [];

  constructor(private readonly most: number) {}

  /** @param make called only when the value is among the greatest */
  offer(value: number, make: () => T): void {
    const least = this.items.at(-1);
    if (this.items.length === this.most && least !== undefined && value <= least.value) return;
    const at = this.items.findIndex((one) => one.value < value);
    const entry = { value, item: make() };
    if (at < 0) this.items.push(entry);
    else this.items.splice(at, 0, entry);
    if (this.items.length > this.most) this.items.pop();
  }

  get list(): readonly T[] {
    return this.items.map(({ item }) => item);
  }
}
