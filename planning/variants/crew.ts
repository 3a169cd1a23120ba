import { availableParallelism } from "node:os";
import { extname, join, resolve } from "node:path";
import { Worker } from "node:worker_threads";
import { ReplayTooLargeError } from "../errors";
import type { Replay } from "../replay/replay";
import type { ReplayResult } from "../replay/result";

export interface Order {
  readonly id: number;
  readonly task: Replay;
}

export type WorkerAnswer =
  { readonly id: number; readonly result: ReplayResult } | { readonly id: number; readonly problem: string };

interface Waiting extends Order {
  readonly resolve: (result: ReplayResult) => void;
  readonly reject: (error: Error) => void;
}

interface Hand {
  readonly worker: Worker;
  /** How many jobs of its task it has let pass. */
  readonly passed: Int32Array;
  busy: Waiting | undefined;
}

/** The replays that were asked for are not made any more. */
export class CrewStopped extends Error {}

/** Worker threads that replay side by side: as many as there are processors. */
export class Crew {
  private readonly hands: Hand[] = [];
  private readonly waiting: Waiting[] = [];
  private orders = 0;
  isStopped = false;
  /** Jobs of the replays that are done. */
  private done = 0;
  /** Jobs of all replays that were asked for. */
  asked = 0;

  constructor(private readonly size: number = availableParallelism()) {}

  /** @returns what is replayed as soon as a thread is free */
  run(task: Replay): Promise<ReplayResult> {
    if (this.isStopped) return Promise.reject(new CrewStopped());
    this.asked += task.log.count;
    return new Promise((resolve, reject) => {
      this.waiting.push({ id: this.orders++, task, resolve, reject });
      this.hire();
    });
  }

  /** Jobs that have passed in all replays. */
  get passed(): number {
    return this.hands.reduce(
      (sum, { busy, passed }) => sum + (busy === undefined ? 0 : Atomics.load(passed, 0)),
      this.done,
    );
  }

  get threads(): number {
    return this.size;
  }

  /** Ends all threads; what is not done is rejected with `CrewStopped`. */
  async stop(): Promise<void> {
    this.isStopped = true;
    const open = [...this.waiting.splice(0), ...this.hands.flatMap(({ busy }) => busy ?? [])];
    for (const hand of this.hands) hand.busy = undefined;
    for (const { reject } of open) reject(new CrewStopped());
    await Promise.all(this.hands.splice(0).map(({ worker }) => worker.terminate()));
  }

  private hire(): void {
    const free =
      this.hands.find(({ busy }) => busy === undefined) ?? (this.hands.length < this.size ? this.newHand() : undefined);
    if (free === undefined) return;
    const next = this.waiting.shift();
    if (next === undefined) return;
    free.busy = next;
    Atomics.store(free.passed, 0, 0);
    free.worker.postMessage({ id: next.id, task: next.task } satisfies Order);
  }

  private newHand(): Hand {
    const passed = new Int32Array(new SharedArrayBuffer(4));
    // In a clone the file of the thread is TypeScript, too.
    const own = extname(__filename);
    const execArgv = own === ".ts" ? ["--require", resolve(__dirname, "../../bin/typescript.js")] : [];
    const worker = new Worker(join(__dirname, `worker${own}`), { workerData: passed, execArgv });
    const hand: Hand = { worker, passed, busy: undefined };
    worker.on("message", (answer: WorkerAnswer) => this.finish(hand, answer));
    worker.on("error", (error) => this.lose(hand, error));
    this.hands.push(hand);
    return hand;
  }

  private finish(hand: Hand, answer: WorkerAnswer): void {
    const { busy } = hand;
    if (busy === undefined) return;
    hand.busy = undefined;
    this.done += busy.task.log.count;
    if ("result" in answer) busy.resolve(answer.result);
    else busy.reject(new Error(answer.problem));
    this.hire();
  }

  /** A thread that has failed as a whole, as for lack of memory. */
  private lose(hand: Hand, error: Error): void {
    this.hands.splice(this.hands.indexOf(hand), 1);
    if (hand.busy !== undefined) {
      const { plan, log } = hand.busy.task;
      const isMemory = "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY";
      const submitted = Atomics.load(hand.passed, 0);
      hand.busy.reject(isMemory ? new ReplayTooLargeError(plan.name, submitted, log.count) : error);
    }
    hand.busy = undefined;
    this.hire();
  }
}
