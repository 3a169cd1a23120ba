import { z } from "zod";
import { suggestions } from "../../config/nearest";
import { RunInputError } from "./errors";

/** What a run is for. */
export const contexts = ["training", "inferencing"] as const;
export type RunContext = (typeof contexts)[number];

const mapShape = z.looseObject({
  step_function_arn: z.string().startsWith("arn:"),
  aws_batch_job_queue: z.string().min(1),
  aws_batch_job_name: z.string().min(1),
});

/** The input map of a context, as deployment publishes it. */
export type InputMap = z.infer<typeof mapShape>;

/** @returns the map; undefined when the text is none */
export function parseInputMap(text: string): InputMap | undefined {
  try {
    return mapShape.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** @returns the name of the parameter that holds the input map of a context */
export function inputMapParameter(prefix: string, context: RunContext): string {
  return `/${prefix}-dapf-ssm/${context}_step_function_inputs`;
}

/**
 * @param date `YYYY-MM-DD`; today (UTC) when undefined
 * @throws RunInputError when there is no such day
 */
export function runDate(date: string | undefined, now: Date): string {
  if (date === undefined) return now.toISOString().slice(0, 10);
  const parsed = /^\d{4}-\d{2}-\d{2}$/.test(date) ? new Date(`${date}T00:00:00Z`) : new Date(Number.NaN);
  if (Number.isNaN(parsed.getTime()) || parsed.toISOString().slice(0, 10) !== date) {
    throw new RunInputError("--date", date, "takes a day that exists, as YYYY-MM-DD");
  }
  return date;
}

/**
 * @param texts `key=value` each
 * @throws RunInputError
 */
export function parseOverrides(texts: readonly string[]): Readonly<Record<string, string>> {
  const pairs = texts.map((text) => {
    // The scripts take an empty argument for a missing one.
    const [, key, value] = /^([A-Za-z_]\w*)=(.+)$/s.exec(text) ?? [];
    if (key === undefined || value === undefined) {
      throw new RunInputError("--input", text, "takes key=value, neither of them empty");
    }
    return [key, value] as const;
  });
  return Object.fromEntries(pairs);
}

/**
 * The input of an execution: the map, the date, and what the caller wants otherwise.
 *
 * @param overrides each key must be in the map: the state machine reads no other
 * @throws RunInputError
 */
export function executionInput(
  map: InputMap,
  date: string,
  overrides: Readonly<Record<string, string>>,
): Readonly<Record<string, unknown>> {
  const known = Object.keys(map).sort();
  for (const key of Object.keys(overrides)) {
    if (known.includes(key)) continue;
    const { hint, allowed } = suggestions(key, known, "key");
    const notes = [hint, allowed === undefined ? undefined : `all keys: ${allowed.join(", ")}`];
    const text = notes.filter((note) => note !== undefined).join("; ");
    throw new RunInputError("--input", key, `takes keys of the input map (${text})`);
  }
  const [year, month, day] = date.split("-");
  return { ...map, ...overrides, year, month, day };
}

/**
 * The name of the next run of a day: `2026-11-21-2` after one other. Whoever asks at the same moment gets the same name,
 * and Step Functions makes one execution of two starts with one name and one input.
 *
 * @param names of all executions that there are
 */
export function nextRunName(date: string, names: readonly string[]): string {
  const numbers = names.flatMap((name) => {
    const number = name.startsWith(`${date}-`) ? name.slice(date.length + 1) : "";
    return /^[1-9]\d*$/.test(number) ? [Number(number)] : [];
  });
  return `${date}-${Math.max(0, ...numbers) + 1}`;
}

/** @returns the name of the run after `2026-11-21-2`: `2026-11-21-3` */
export function nameAfter(name: string): string {
  const at = name.lastIndexOf("-") + 1;
  return `${name.slice(0, at)}${Number(name.slice(at)) + 1}`;
}
