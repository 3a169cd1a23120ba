/** Something that a heap can find again: it notes where in the heap it is. A thing is in one heap at a time. */
export interface HeapItem {
  heapIndex: number;
}

/** A binary heap from which any item can be taken, in logarithmic time. */
export class Heap<T extends HeapItem> {
  private readonly items: T[] = [];

  /** @param before whether one item goes before another; never true both ways */
  constructor(private readonly before: (a: T, b: T) => boolean) {}

  get size(): number {
    return this.items.length;
  }

  peek(): T | undefined {
    return this.items[0];
  }

  /** In no order. */
  values(): readonly T[] {
    return this.items;
  }

  /** All items, first to last; takes n log n. */
  sorted(): T[] {
    return [...this.items].sort((a, b) => (this.before(a, b) ? -1 : 1));
  }

  add(item: T): void {
    item.heapIndex = this.items.length;
    this.items.push(item);
    this.up(item);
  }

  remove(item: T): void {
    const last = this.items.pop();
    if (last === undefined || last === item) return;
    last.heapIndex = item.heapIndex;
    this.items[last.heapIndex] = last;
    this.up(last);
    this.down(last);
  }

  private up(item: T): void {
    let i = item.heapIndex;
    while (i > 0) {
      const above = (i - 1) >> 1;
      const parent = this.items[above];
      if (parent === undefined || !this.before(item, parent)) break;
      this.put(parent, i);
      i = above;
    }
    this.put(item, i);
  }

  private down(item: T): void {
    let i = item.heapIndex;
    for (;;) {
      let below = 2 * i + 1;
      let child = this.items[below];
      if (child === undefined) break;
      const right = this.items[below + 1];
      if (right !== undefined && this.before(right, child)) {
        below += 1;
        child = right;
      }
      if (!this.before(child, item)) break;
      this.put(child, i);
      i = below;
    }
    this.put(item, i);
  }

  private put(item: T, i: number): void {
    this.items[i] = item;
    item.heapIndex = i;
  }
}
