import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { BatchService } from "../../emulator/batch/plumbing/service";
import { systemClock } from "../../emulator/clock";
import { Ticker } from "../../emulator/ticker";
import { BatchAccount, PLACE } from "./batch/account";

describe("a ticker on the real clock", () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  const ticking = (): { ticker: Ticker; later: (milliseconds: number) => number; ran: number[] } => {
    const ticker = new Ticker(systemClock);
    const ran: number[] = [];
    const later = (milliseconds: number): number => {
      const at = Date.now() + milliseconds;
      ticker.agenda.add(at, (due) => ran.push(due));
      return at;
    };
    return { ticker, later, ran };
  };

  it("does what is due at its time, in order, though nobody looks", () => {
    const { later, ran } = ticking();
    const times = [later(50), later(10), later(30)];
    jest.advanceTimersByTime(9);
    expect(ran).toEqual([]);
    jest.advanceTimersByTime(21);
    expect(ran).toEqual([times[1], times[2]]);
    jest.advanceTimersByTime(20);
    expect(ran).toEqual([times[1], times[2], times[0]]);
  });

  it("goes on with what was added by what it did", () => {
    const { ticker, ran } = ticking();
    ticker.agenda.add(Date.now() + 10, (at) => ticker.agenda.add(at + 10, (then) => ran.push(then)));
    jest.advanceTimersByTime(20);
    expect(ran).toHaveLength(1);
  });

  it("has one timer, however much there is to do", () => {
    const { later } = ticking();
    for (let count = 100; count > 0; count -= 1) later(count);
    expect(jest.getTimerCount()).toBe(1);
  });

  it("does not do again what a call has done, and goes on with the rest", () => {
    const { ticker, later, ran } = ticking();
    const times = [later(10), later(30)];
    jest.setSystemTime(Date.now() + 15);
    ticker.agenda.runUntil(Date.now());
    jest.advanceTimersByTime(40);
    expect(ran).toEqual(times);
  });

  it("waits for what is due in more days than a timer can", () => {
    const { later, ran } = ticking();
    later(40 * 24 * 3600 * 1000);
    jest.advanceTimersByTime(39 * 24 * 3600 * 1000);
    expect(ran).toHaveLength(0);
    jest.advanceTimersByTime(24 * 3600 * 1000);
    expect(ran).toHaveLength(1);
  });

  it("does nothing any more when it is stopped", () => {
    const { ticker, later, ran } = ticking();
    later(10);
    ticker.stop();
    later(5);
    jest.advanceTimersByTime(100);
    expect(ran).toEqual([]);
    expect(jest.getTimerCount()).toBe(0);
  });

  it("lets resources settle in a Batch service that nobody calls", async () => {
    const batch = new BatchService();
    const seen = jest.fn();
    batch.call(PLACE).later(Date.now() + 100, seen);
    jest.advanceTimersByTime(100);
    expect(seen).toHaveBeenCalledTimes(1);
    await batch.stop();
  });
});

it("a ticker does nothing on a clock that is stepped: whoever looks does", () => {
  const batch = new BatchAccount();
  const seen = jest.fn();
  batch.service.call(PLACE).later(batch.clock.now() + 100, seen);
  batch.clock.step(200);
  expect(seen).not.toHaveBeenCalled();
  batch.service.call(PLACE);
  expect(seen).toHaveBeenCalledTimes(1);
});

it("a ticker does not keep its process alive", () => {
  const root = join(__dirname, "..", "..");
  const script = `
    const { Ticker } = require("./emulator/ticker.ts");
    const { systemClock } = require("./emulator/clock.ts");
    new Ticker(systemClock).agenda.add(Date.now() + 60_000, () => undefined);
  `;
  const { status, signal } = spawnSync(process.execPath, ["--require", "./bin/typescript.js", "--eval", script], {
    cwd: root,
    timeout: 30_000,
  });
  expect([status, signal]).toEqual([0, null]);
});
