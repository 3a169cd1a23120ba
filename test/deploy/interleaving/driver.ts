import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import type { ActorPool } from "./actor-process";
import type { History, Step } from "./history";
import type { End, Kind, Operation, Place } from "./messages";
import { changeAsset, configure, isAnyAtWork, operationVariables, programFile } from "./place";
import type { Config } from "./program";

/** What the driver knows of an operation. */
export interface Performed {
  readonly operation: Operation;
  /** Whether its user has said yes, now or beforehand. */
  approved: boolean;
  refused: boolean;
  interrupts: number;
  killed: boolean;
  /** Undefined when it was killed before it ended. */
  end: End | undefined;
}

/** A run did not come to its end. */
export class StuckError extends Error {
  override readonly name = "StuckError";
}

// Milliseconds. Far more than anything takes here, on a busy machine, too.
const LONGEST_RUN = 90_000;
/** How long others wait for one that asks or ends; it may wait for them. */
const LONGEST_AWAIT = 1_000;
const LOOK = 5;
// Terraform passes the first on and counts the second; the third would make it break off, and lose its state.
const MOST_INTERRUPTS = 2;

/** Lets processes work in one clone as a history says. */
export class Driver {
  readonly performed: Performed[] = [];
  /** What happened when, for whoever reads of a failure. */
  readonly log: string[] = [];
  private readonly started = performance.now();
  private config: Config;

  constructor(
    private readonly place: Place,
    private readonly pool: ActorPool,
    private readonly history: History,
    /** What the ids of the operations begin with. */
    private readonly prefix = "",
  ) {
    this.config = history.config;
    configure(place, this.config);
  }

  /** Performs the steps, answers what is still open, and waits until everybody has ended. @throws StuckError */
  async play(): Promise<void> {
    for (const step of this.history.steps) await this.perform(step);
    await this.within(LONGEST_RUN, "everybody has ended", () => {
      for (const [actor, current] of this.running()) {
        if (!this.pool.at(actor).asks) continue;
        if (this.history.last === "interrupt" && current.interrupts < MOST_INTERRUPTS) this.interrupt(actor);
        else this.answer(actor, this.history.last === "yes");
      }
      return this.running().length === 0 && !isAnyAtWork(this.place);
    });
    // What a killed process has started in its last moment may not have said yet that it is there.
    if (this.performed.some(({ killed }) => killed)) await sleep(300);
    await this.within(LONGEST_RUN, "what the killed left has ended", () => !isAnyAtWork(this.place));
  }

  /** One more command, which is in nobody's way. @throws StuckError */
  async playAlone(kind: Kind, environment: string): Promise<Performed> {
    const performed = this.begin({
      do: "begin",
      actor: 0,
      kind,
      environment,
      agreed: true,
      patient: true,
      details: false,
      await: false,
    });
    await this.within(LONGEST_RUN, `${kind} ${environment} has ended`, () => this.running().length === 0);
    return performed;
  }

  private async perform(step: Step): Promise<void> {
    switch (step.do) {
      case "begin":
        if (this.current(step.actor) === undefined) this.begin(step);
        return step.await ? this.settled(step.actor) : undefined;
      case "await":
        return this.settled(step.actor);
      case "answer":
        await this.settled(step.actor);
        this.answer(step.actor, step.yes);
        if (step.regret === undefined) return;
        await sleep(step.regret.milliseconds);
        return this.perform({ do: step.regret.do, actor: step.actor });
      case "interrupt":
        return this.interrupt(step.actor);
      case "kill":
        return this.kill(step.actor);
      case "configure":
        this.note(`${step.environment} is to be ${JSON.stringify(step.config.items)}`);
        this.config = { ...this.config, [step.environment]: step.config };
        return configure(this.place, this.config);
      case "asset":
        this.note(`the asset holds ${step.content}`);
        return changeAsset(this.place, step.content);
      case "synth":
        return this.synth(step.environment);
      case "pause":
        await sleep(step.milliseconds);
    }
  }

  private begin({ actor, kind, environment, agreed, patient, details }: Step & { do: "begin" }): Performed {
    const id = `${this.prefix}${kind}-${this.performed.length + 1}`;
    const operation = { id, kind, environment, agreed, patient, details };
    const change = kind === "deploy" || kind === "destroy";
    const entry = { operation, approved: change && agreed, refused: false, interrupts: 0, killed: false };
    const performed: Performed = { ...entry, end: undefined };
    this.performed.push(performed);
    this.note(`process ${actor} begins ${id} of ${environment}${change && agreed ? ", agreed beforehand" : ""}`);
    this.pool.at(actor).begin(this.place, operation, (message) => {
      if (message.type === "asks") this.note(`${id} asks`);
      if (message.type === "ended") {
        performed.end = message.end;
        this.note(`${id} ends${message.end.error === undefined ? " well" : `: ${message.end.texts.join(" | ")}`}`);
      }
      if (message.type === "gone" && !performed.killed) {
        performed.end = { error: "Gone", texts: ["its process has ended by itself"] };
        this.note(`${id} is gone`);
      }
    });
    return performed;
  }

  private answer(actor: number, yes: boolean): void {
    const current = this.current(actor);
    if (current === undefined || !this.pool.at(actor).asks) return;
    if (yes) current.approved = true;
    else current.refused = true;
    this.note(`${current.operation.id} is answered ${yes ? "yes" : "no"}`);
    this.pool.at(actor).answer(yes);
  }

  private interrupt(actor: number): void {
    const current = this.current(actor);
    if (current === undefined || current.interrupts === MOST_INTERRUPTS) return;
    current.interrupts += 1;
    this.note(`${current.operation.id} is interrupted`);
    this.pool.at(actor).interrupt();
  }

  private async kill(actor: number): Promise<void> {
    const current = this.current(actor);
    if (current === undefined) return;
    current.killed = true;
    this.note(`${current.operation.id} is killed`);
    await this.pool.kill(actor);
  }

  private async synth(environment: string): Promise<void> {
    this.note(`plain synth of ${environment}`);
    const { root, record } = this.place;
    const variables = { ...operationVariables(record, "synth"), DAPF_ENV: environment, CDKTF_OUTDIR: "cdktf.out" };
    const args = ["--require", require.resolve("../../../bin/typescript.js"), programFile];
    const child = spawn(process.execPath, args, { cwd: root, env: variables, stdio: "inherit" });
    await once(child, "close");
  }

  /** Waits until a process asks or has ended, but not for one that waits for others. */
  private async settled(actor: number): Promise<void> {
    const deadline = performance.now() + LONGEST_AWAIT;
    const isSettled = () => this.current(actor) === undefined || this.pool.at(actor).asks;
    while (!isSettled() && performance.now() < deadline) await sleep(LOOK);
  }

  private running(): [actor: number, performed: Performed][] {
    return [0, 1, 2, 3].flatMap((actor): [number, Performed][] => {
      const current = this.current(actor);
      return current === undefined ? [] : [[actor, current]];
    });
  }

  private current(actor: number): Performed | undefined {
    const id = this.pool.at(actor).operation?.id;
    return id === undefined ? undefined : this.performed.find(({ operation }) => operation.id === id);
  }

  private async within(milliseconds: number, what: string, condition: () => boolean): Promise<void> {
    const deadline = performance.now() + milliseconds;
    while (!condition()) {
      if (performance.now() > deadline) throw new StuckError(`waited in vain until ${what}`);
      await sleep(LOOK);
    }
  }

  private note(text: string): void {
    this.log.push(`${((performance.now() - this.started) / 1000).toFixed(3).padStart(7)} ${text}`);
  }
}
