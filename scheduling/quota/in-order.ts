/**
 * The items in their order, found one by one: who stops after a few has not paid for sorting all.
 *
 * @param items a list of the caller's own, which is used up
 * @param before whether one item goes before another; never true both ways
 */
export function* inOrder<T>(items: T[], before: (a: T, b: T) => boolean): Generator<T, void> {
  for (let i = (items.length >> 1) - 1; i >= 0; i -= 1) sink(items, i, before);
  for (;;) {
    const [first] = items;
    const last = items.pop();
    if (first === undefined || last === undefined) return;
    if (items.length > 0) {
      items[0] = last;
      sink(items, 0, before);
    }
    yield first;
  }
}

/** Lets an item of a binary heap go down to where it belongs. */
function sink<T>(heap: T[], from: number, before: (a: T, b: T) => boolean): void {
  const item = heap[from];
  if (item === undefined) return;
  let i = from;
  for (;;) {
    let below = 2 * i + 1;
    let child = heap[below];
    if (child === undefined) break;
    const right = heap[below + 1];
    if (right !== undefined && before(right, child)) {
      below += 1;
      child = right;
    }
    if (!before(child, item)) break;
    heap[i] = child;
    i = below;
  }
  heap[i] = item;
}
