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
