/** Does what an agenda holds when it is due, though nobody calls: outputs are written, processes start, events go out. */
import { Agenda, type Clock } from "./clock";

/** Holds one timer at most, for what is due next. On a clock that is stepped it does nothing. */
export class Ticker {
  /** Whoever looks at what it changes runs it first, as with any agenda. */
  readonly agenda = new Agenda((at) => this.expect(at));
  private waitingFor = Infinity;
  private callOff: () => void = () => undefined;
  private stopped = false;

  constructor(private readonly clock: Clock) {}

  /** Runs nothing by itself any more. */
  stop(): void {
    this.stopped = true;
    this.callOff();
  }

  private expect(at: number): void {
    if (this.stopped || at >= this.waitingFor || this.clock.wake === undefined) return;
    this.callOff();
    this.waitingFor = at;
    this.callOff = this.clock.wake(at, () => this.tick());
  }

  private tick(): void {
    this.waitingFor = Infinity;
    this.agenda.runUntil(this.clock.now());
    // A timer may be early, and what it was for may have been done by a call.
    if (this.agenda.next !== undefined) this.expect(this.agenda.next);
  }
}
