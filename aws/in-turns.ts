/**
 * Does something with each item, some at a time, in their order. After a failure, or when `goesOn` says no, nothing new
 * is begun.
 *
 * @param atOnce how many at most
 * @throws what the first that failed has thrown, when those under way have ended
 */
export async function inTurns<T>(
  items: readonly T[],
  atOnce: number,
  use: (item: T) => Promise<void>,
  goesOn: () => boolean = () => true,
): Promise<void> {
  const rest = items.values();
  let failure: { readonly error: unknown } | undefined;
  const worker = async () => {
    for (const item of rest) {
      if (failure !== undefined || !goesOn()) return;
      try {
        await use(item);
      } catch (error) {
        failure ??= { error };
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
  if (failure !== undefined) throw failure.error;
}

/** @returns the items in their order, in groups of that size and one with the rest */
export function groupsOf<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

/** @returns what is asked of groups of the items, some groups at a time, in the order of the items */
export async function askedInGroups<T, R>(
  items: readonly T[],
  size: number,
  atOnce: number,
  ask: (group: T[]) => Promise<readonly R[]>,
): Promise<R[]> {
  const answers: (readonly R[])[] = [];
  await inTurns([...groupsOf(items, size).entries()], atOnce, async ([index, group]) => {
    answers[index] = await ask(group);
  });
  return answers.flat();
}
