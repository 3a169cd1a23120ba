import { parentPort, workerData } from "node:worker_threads";
import { replay } from "../replay/replay";
import type { Order, WorkerAnswer } from "./crew";

/** What a worker thread of the crew does: one replay after the other. */
// Cast: the crew makes the thread with these.
const passed = workerData as Int32Array;

parentPort?.on("message", ({ id, task }: Order) => {
  const answer = (said: WorkerAnswer) => parentPort?.postMessage(said);
  try {
    const result = replay(task, (jobs) => void Atomics.store(passed, 0, jobs));
    answer({ id, result });
  } catch (error) {
    answer({ id, problem: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
});
