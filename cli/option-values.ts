/** Options that several commands take: their values, with one message each for what cannot be one, and their old names. */
import { type Command, Option } from "commander";
import { UsageError } from "./usage-error";

/** @returns a parser of whole numbers that says what it takes */
export function numberOf(flag: string, least: number, most: number): (value: string) => number {
  return (value) => {
    const number = Number(value);
    if (/^\d+$/.test(value) && number >= least && number <= most) return number;
    throw new UsageError(`${flag} takes a whole number from ${least} to ${most}, not ${value}`);
  };
}

const UNITS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** @returns a parser of lengths of time, in milliseconds, that says what it takes */
export function durationOf(flag: string): (value: string) => number {
  return (value) => {
    const [, count, unit = ""] = /^(\d{1,6})([smh])$/.exec(value) ?? [];
    if (count !== undefined) return Number(count) * (UNITS[unit] ?? 0);
    throw new UsageError(`${flag} takes a time such as 30s, 10m or 1h, not ${value}`);
  };
}

/** @returns milliseconds since 1970, of a point in time or of how long ago that was */
export function timeOf(value: string): number {
  const [, count, unit] = /^(\d+)([mhd])$/.exec(value) ?? [];
  const time = count === undefined ? Date.parse(value) : Date.now() - Number(count) * (UNITS[unit ?? ""] ?? 0);
  if (Number.isNaN(time)) throw new UsageError(`A time is like 2026-03-19T10:00:00Z, 90m, 12h or 3d, not ${value}`);
  return time;
}

/** Collects the values of an option that may be repeated, and has several separated by commas. */
export function listOf(value: string, before: readonly string[] = []): string[] {
  return [...before, ...value.split(",").flatMap((one) => one.trim() || [])];
}

/**
 * Lets an option be given by the name that it once had; help does not show that.
 *
 * @param old flags as commander takes them: `--state <status>`
 * @param name of the option, without dashes, which takes as many values
 */
export function withOldName(command: Command, old: string, name: string): Command {
  const option = new Option(old).hideHelp();
  // Cast: a command is an EventEmitter, which commander's types show the half of.
  const emitter = command as Command & NodeJS.EventEmitter;
  return command.addOption(option).on(`option:${option.name()}`, (value) => emitter.emit(`option:${name}`, value));
}
