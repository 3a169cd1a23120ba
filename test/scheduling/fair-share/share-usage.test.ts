import { decayWindow, ShareUsage } from "../../../scheduling/fair-share/share-usage";
import { defaultOptions, type SchedulingOptions } from "../../../scheduling/options";

const usage = (window: number, options: Partial<SchedulingOptions> = {}) =>
  new ShareUsage(window, { ...defaultOptions, chargeSeconds: 0, ...options });

describe("the decay window", () => {
  it("is as long as the policy says", () => {
    expect(decayWindow(1, defaultOptions)).toBe(1);
  });

  it("is ten minutes for zero seconds, or nothing where the option says so", () => {
    expect(decayWindow(0, defaultOptions)).toBe(600);
    expect(decayWindow(0, { ...defaultOptions, zeroDecay: "current-usage" })).toBe(0);
  });
});

describe("usage that fades by e in a window", () => {
  it("grows towards the window for each instance that runs", () => {
    const share = usage(100);
    share.change(2, 0);
    expect(share.read(0)).toBe(0);
    expect(share.read(100)).toBeCloseTo(2 * 100 * (1 - Math.exp(-1)), 5);
  });

  it("falls by e a window after instances are freed", () => {
    const share = usage(100);
    share.change(1, 0);
    share.change(-1, 50);
    const freed = share.read(50);
    expect(freed).toBeCloseTo(100 * (1 - Math.exp(-0.5)), 5);
    expect(share.read(150)).toBeCloseTo(freed / Math.E, 5);
  });

  it("goes on from what it is when the window changes", () => {
    const share = usage(100);
    share.change(1, 0);
    share.change(-1, 50);
    const before = share.read(50);
    share.setWindow(10, 50);
    expect(share.read(50)).toBe(before);
    expect(share.read(60)).toBeCloseTo(before / Math.E, 5);
  });
});

describe("usage that fades evenly to nothing", () => {
  const linear = { decay: "linear" } as const;

  it("weighs a second that is half a window ago by a half", () => {
    const share = usage(100, linear);
    share.change(1, 0);
    share.change(-1, 20);
    // 20 seconds, on average 10 seconds ago, then 60, then gone bit by bit.
    expect(share.read(20)).toBeCloseTo(20 * 0.9, 6);
    expect(share.read(70)).toBeCloseTo(20 * 0.4, 6);
    expect(share.read(110)).toBeCloseTo(10 * 0.05, 6);
    expect(share.read(120)).toBe(0);
    expect(share.read(500)).toBe(0);
  });

  it("adds up stretches of different size, and what runs now", () => {
    const share = usage(100, linear);
    share.change(1, 0);
    share.change(2, 10);
    expect(share.read(20)).toBeCloseTo(10 * 0.85 + 3 * 10 * 0.95, 6);
    share.change(-3, 20);
    expect(share.read(20)).toBeCloseTo(10 * 0.85 + 3 * 10 * 0.95, 6);
    share.change(1, 200);
    share.change(-1, 210);
    expect(share.read(210)).toBeCloseTo(10 * 0.95, 6);
  });

  it("counts of what ran longer than a window its last window only", () => {
    const share = usage(100, linear);
    share.change(1, 0);
    expect(share.read(1000)).toBeCloseTo(50, 6);
  });
});

describe("usage of a share", () => {
  it("is charged in advance for each instance that runs", () => {
    const share = usage(100, { chargeSeconds: 60 });
    share.change(3, 0);
    expect(share.read(0)).toBe(180);
    share.change(-3, 0);
    expect(share.read(0)).toBe(0);
  });

  it("is what runs and nothing else without a window", () => {
    const share = usage(0, { chargeSeconds: 60 });
    share.change(2, 0);
    expect(share.read(50)).toBe(120);
    share.change(-1, 50);
    expect(share.read(1000)).toBe(60);
  });

  it("counts while something runs, and until the window after the last has ended", () => {
    const share = usage(100);
    expect(share.counts(0)).toBe(false);
    share.change(1, 0);
    expect(share.counts(1000)).toBe(true);
    share.change(-1, 1000);
    expect(share.counts(1099)).toBe(true);
    expect(share.counts(1100)).toBe(false);
  });

  it.each(["exponential", "linear"] as const)("begins anew when it was forgotten (%s)", (decay) => {
    const share = usage(100, { decay });
    share.change(1, 0);
    share.change(-1, 50);
    share.forget(60);
    expect(share.read(60)).toBe(0);
    share.change(1, 70);
    expect(share.read(70)).toBe(0);
    expect(share.read(80)).toBeGreaterThan(0);
  });
});
