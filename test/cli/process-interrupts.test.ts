import { EventEmitter } from "node:events";
import { ProcessInterrupts } from "../../cli/process-interrupts";

class FakeProcess extends EventEmitter {
  readonly told: string[] = [];
  readonly stderr = { write: (text: string) => this.told.push(text) };
  readonly exits: (number | string | null | undefined)[] = [];

  exit = (code?: number | string | null): never => {
    this.exits.push(code);
    throw new Error("the process has ended");
  };
}

function interruptsOf(fake: FakeProcess): ProcessInterrupts {
  // The members that are used behave as those of a process.
  return new ProcessInterrupts(fake as unknown as NodeJS.Process);
}

describe("an interrupt of the process", () => {
  test.each(["SIGINT", "SIGTERM", "SIGHUP"])("by %s reaches whoever listens", (signal) => {
    const fake = new FakeProcess();
    const interrupts = interruptsOf(fake);
    const heard: string[] = [];
    interrupts.subscribe(() => heard.push("one"));
    interrupts.subscribe(() => heard.push("two"));
    fake.emit(signal);
    expect(heard).toEqual(["one", "two"]);
    expect(fake.exits).toEqual([]);
  });

  test("ends the process with 130 when nobody listens any more", () => {
    const fake = new FakeProcess();
    const unsubscribe = interruptsOf(fake).subscribe(() => undefined);
    unsubscribe();
    expect(() => fake.emit("SIGINT")).toThrow("the process has ended");
    expect(fake.exits).toEqual([130]);
  });

  test("ends it when it is the third that a listener hears, who has said what is lost then", () => {
    const fake = new FakeProcess();
    const interrupts = interruptsOf(fake);
    const heard: string[] = [];
    interrupts.subscribe(() => heard.push("patient"));
    interrupts.subscribe(() => heard.push("hasty"), "A job may be lost");
    fake.emit("SIGINT");
    fake.emit("SIGTERM");
    expect([fake.exits, fake.told]).toEqual([[], []]);
    expect(() => fake.emit("SIGINT")).toThrow("the process has ended");
    expect([fake.exits, fake.told]).toEqual([[130], ["A job may be lost\n"]]);
    expect(heard).toEqual(["patient", "hasty", "patient", "hasty", "patient"]);
  });
});
