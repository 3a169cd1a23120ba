import * as fc from "fast-check";
import { Agenda, SteppedClock, systemClock } from "../../emulator/clock";

describe("the real clock", () => {
  it("tells the time of day", () => {
    const before = Date.now();
    expect(systemClock.now()).toBeGreaterThanOrEqual(before);
    expect(systemClock.now()).toBeLessThanOrEqual(Date.now());
  });
});

describe("a stepped clock", () => {
  it("stands still", () => {
    expect(new SteppedClock(5).now()).toBe(5);
  });

  it("moves on by its steps", () => {
    const clock = new SteppedClock(5);
    clock.step(10);
    clock.step(0);
    expect(clock.now()).toBe(15);
  });

  it.each([-1, NaN])("does not step by %p", (milliseconds) => {
    expect(() => new SteppedClock().step(milliseconds)).toThrow(RangeError);
  });
});

describe("an agenda", () => {
  it("runs nothing that is not due", () => {
    const agenda = new Agenda();
    const action = jest.fn();
    agenda.add(10, action);
    agenda.runUntil(9);
    expect(action).not.toHaveBeenCalled();
    expect(agenda.next).toBe(10);
  });

  it("tells an action the time it was due at", () => {
    const agenda = new Agenda();
    const action = jest.fn();
    agenda.add(10, action);
    agenda.runUntil(1000);
    expect(action.mock.calls).toEqual([[10]]);
    expect(agenda.next).toBeUndefined();
  });

  it("runs what an action adds, when that is due as well", () => {
    const agenda = new Agenda();
    const seen: number[] = [];
    agenda.add(10, (at) => {
      agenda.add(at + 5, (later) => seen.push(later));
      agenda.add(at + 50, (later) => seen.push(later));
    });
    agenda.runUntil(20);
    expect(seen).toEqual([15]);
  });

  it("can be cleared", () => {
    const agenda = new Agenda();
    const action = jest.fn();
    agenda.add(1, action);
    agenda.clear();
    agenda.runUntil(5);
    expect(action).not.toHaveBeenCalled();
  });

  it("runs everything once, in the order of time and then of adding", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20)), fc.array(fc.nat(25)), (times, looks) => {
        const agenda = new Agenda();
        const ran: { at: number; index: number }[] = [];
        times.forEach((at, index) => agenda.add(at, () => ran.push({ at, index })));
        for (const now of [...looks.sort((one, other) => one - other), 25]) agenda.runUntil(now);

        const expected = times
          .map((at, index) => ({ at, index }))
          .sort((one, other) => one.at - other.at || one.index - other.index);
        expect(ran).toEqual(expected);
      }),
    );
  });
});
