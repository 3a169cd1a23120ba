import { EventEmitter } from "node:events";
import { ProcessInterrupts } from "../../cli/process-interrupts";

class FakeProcess extends EventEmitter {
  readonly exits: (number | string | null | undefined)[] = [];

  exit = (code?: number | string | null): never => {
    this.exits.push(code);
    throw new Error("the process has ended");
  };
}

function interruptsOf(fake: FakeProcess): ProcessInterrupts {
  // The two members that are used behave as those of a process.
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
});
