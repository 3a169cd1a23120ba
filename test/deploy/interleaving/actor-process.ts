import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import * as path from "node:path";
import type { FromActor, Operation, Place, ToActor } from "./messages";

/** A process of the pool, as the driver sees it. */
export class Actor {
  /** What it is at; undefined when it has nothing to do. */
  operation: Operation | undefined;
  /** Whether its question is open. */
  asks = false;
  private listener: (message: FromActor | { readonly type: "gone" }) => void = () => undefined;
  private readonly child: ChildProcess;

  constructor() {
    this.child = fork(path.join(__dirname, "actor.ts"), [], {
      execArgv: ["--require", require.resolve("../../../bin/typescript.js")],
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    this.child.on("message", (message: FromActor) => {
      this.asks = message.type === "asks";
      if (message.type === "ended") this.operation = undefined;
      this.listener(message);
    });
    this.child.on("exit", () => {
      this.asks = false;
      this.operation = undefined;
      this.listener({ type: "gone" });
    });
  }

  /** @param listener gets what the process tells, and that it has ended in the midst of it */
  begin(place: Place, operation: Operation, listener: Actor["listener"]): void {
    this.operation = operation;
    this.listener = listener;
    this.send({ type: "begin", place, operation });
  }

  answer(yes: boolean): void {
    this.asks = false;
    this.send({ type: "answer", yes });
  }

  interrupt(): void {
    this.send({ type: "interrupt" });
  }

  /** Kills the process; what it has started goes on. */
  async kill(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.child.kill("SIGKILL");
    await once(this.child, "exit");
  }

  private send(message: ToActor): void {
    // If it is gone by itself, the listener has heard of that.
    if (this.child.connected) this.child.send(message);
  }
}

/** Processes that are used from run to run, because a new one takes half a second to begin. */
export class ActorPool {
  private readonly actors: Actor[] = [];

  at(index: number): Actor {
    return (this.actors[index] ??= new Actor());
  }

  /** Puts a new process in the place of one that was killed. */
  async kill(index: number): Promise<void> {
    await this.at(index).kill();
    this.actors[index] = new Actor();
  }

  async end(): Promise<void> {
    await Promise.all(this.actors.map((actor) => actor.kill()));
  }
}
