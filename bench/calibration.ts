import * as path from "node:path";
import { measureNode, sideBySide, type Time } from "./measure";

/**
 * What a fixed piece of work takes on this machine at this time: `calibration.cjs` in a process of its own, the middle one
 * of five runs. The same machine is half as fast again ten minutes later: goals that depend on its speed are stated in
 * units, which are measured before and after what they are for.
 */
export async function measureUnit(folder: string): Promise<Time> {
  const [unit] = await sideBySide(5, () => measureNode(folder, [path.join(__dirname, "calibration.cjs")]));
  return unit;
}

/** @returns the unit of the time between two calibrations. */
export function between(before: Time, after: Time): Time {
  return {
    seconds: (before.seconds + after.seconds) / 2,
    cpuSeconds: (before.cpuSeconds + after.cpuSeconds) / 2,
  };
}

/** @returns the unit and how far it moved, in words. */
export function calibrationText(before: Time, after: Time): string {
  const cpu = between(before, after).cpuSeconds;
  const drift = (100 * (after.cpuSeconds - before.cpuSeconds)) / before.cpuSeconds;
  return `unit: ${between(before, after).seconds.toFixed(2)} s, ${cpu.toFixed(2)} s of the processor (drift ${drift.toFixed(0)} %)`;
}
