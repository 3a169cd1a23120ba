import fc from "fast-check";
import { Heap } from "../../../scheduling/queue/heap";
import { Line } from "../../../scheduling/queue/line";

interface Item {
  readonly id: string;
  readonly order: number;
  priority: number;
  heapIndex: number;
}

const item = (priority: number, order: number): Item => ({ id: String(order), order, priority, heapIndex: 0 });
const items = fc
  .array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 40 })
  .map((priorities) => priorities.map(item));
const byPriority = (a: Item, b: Item) => b.priority - a.priority || a.order - b.order;
const ids = (list: readonly { readonly id: string }[]) => list.map(({ id }) => id);

describe("a heap", () => {
  const heapOf = (list: readonly Item[]) => {
    const heap = new Heap<Item>((a, b) => byPriority(a, b) < 0);
    for (const one of list) heap.add(one);
    return heap;
  };

  it("has its first item at the top, whichever others were taken out before", () => {
    const picks = fc.array(fc.nat(), { maxLength: 40 });
    fc.assert(
      fc.property(items, picks, (list, taken) => {
        const heap = heapOf(list);
        const left = [...list];
        for (const pick of taken) {
          const [gone] = left.splice(pick % Math.max(1, left.length), 1);
          if (gone === undefined) break;
          heap.remove(gone);
          expect(heap.size).toBe(left.length);
          expect(heap.peek()).toBe([...left].sort(byPriority)[0]);
        }
        expect(ids(heap.sorted())).toEqual(ids([...left].sort(byPriority)));
        expect(new Set(heap.values())).toEqual(new Set(left));
      }),
      { numRuns: 200 },
    );
  });

  it("is empty in the end", () => {
    const one = item(1, 1);
    const heap = heapOf([one]);
    heap.remove(one);
    expect([heap.size, heap.peek(), heap.sorted()]).toEqual([0, undefined, []]);
  });
});

describe("a line", () => {
  const lineOf = (list: readonly Item[]) => {
    const line = new Line<Item>();
    list.forEach((one, index) => line.add(one, (index + 1) * 1000));
    return line;
  };

  it("goes by priority, then by submission", () => {
    fc.assert(
      fc.property(items, fc.integer({ min: 0, max: 50 }), (list, count) => {
        const line = lineOf(list);
        expect(ids(line.first(count))).toEqual(ids([...list].sort(byPriority)).slice(0, count));
        expect(line.head).toBe([...list].sort(byPriority)[0]);
        expect(line.size).toBe(list.length);
      }),
      { numRuns: 200 },
    );
  });

  it("knows since when nothing ahead of a job has come or gone", () => {
    // The last change ahead of each job, the job's own coming included, by looking at all of them.
    fc.assert(
      fc.property(items, fc.nat(), (list, pick) => {
        const line = lineOf(list);
        const gone = list[pick % list.length];
        const left = list.filter((one) => one !== gone);
        if (gone !== undefined) line.remove(gone, 100_000);
        for (const job of left) {
          const changes = [
            ...list.map((one, index) => ({ one, at: (index + 1) * 1000 })),
            ...(gone === undefined ? [] : [{ one: gone, at: 100_000 }]),
          ].filter(({ one }) => byPriority(one, job) <= 0);
          expect(line.position(job)).toEqual({
            jobId: job.id,
            earliestTimeAtPosition: Math.max(...changes.map(({ at }) => at)),
          });
        }
      }),
      { numRuns: 200 },
    );
  });

  it("moves a job whose priority changes, and all that are behind its old and its new place", () => {
    const [a, b, c] = [item(1, 1), item(1, 2), item(1, 3)];
    const line = lineOf([a, b, c]);
    line.reorder(c, () => void (c.priority = 2), 9000);
    expect(ids(line.first(3))).toEqual(["3", "1", "2"]);
    expect([c, a, b].map((job) => line.position(job).earliestTimeAtPosition)).toEqual([9000, 9000, 9000]);
  });

  it("forgets its changes when it is empty", () => {
    const [a, b] = [item(1, 1), item(0, 2)];
    const line = lineOf([a]);
    line.remove(a, 5000);
    expect(line.head).toBeUndefined();
    expect(line.first(1)).toEqual([]);
    line.add(b, 7000);
    expect(line.position(b).earliestTimeAtPosition).toBe(7000);
  });
});
