const waiting = new Set<() => void>();
let listens = false;

/**
 * Does something when the process ends by itself or by `process.exit`, not when it is killed.
 *
 * @param act must not wait for anything
 * @returns a function that takes it back
 */
export function atExit(act: () => void): () => void {
  if (!listens) process.once("exit", () => [...waiting].forEach((one) => one()));
  listens = true;
  // A function of its own each time, so that one act can be asked for twice.
  const entry = () => act();
  waiting.add(entry);
  return () => void waiting.delete(entry);
}
