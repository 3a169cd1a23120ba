import { z } from "zod";

const positive = z.number().positive();

const team = z.strictObject({
  name: z.string().min(1),
  queue: z.string().default(""),
  /** The quota share or share identifier. @default the name of the team */
  share: z.string().optional(),
  /** Jobs an hour, on average over a week. */
  perHour: positive,
  /** How busy each hour of the day (UTC) is beside the others. */
  hours: z.array(z.number().min(0)).length(24).optional(),
  /** How busy each day of the week is beside the others, Monday first. */
  weekdays: z.array(z.number().min(0)).length(7).optional(),
  /** Seconds: a log-normal distribution by its median and its 95th percentile. */
  duration: z.strictObject({ median: positive, p95: positive }).refine(({ median, p95 }) => p95 >= median, {
    error: "p95 is at least the median",
  }),
  /** Instances of a job, each with how often it comes beside the others. */
  instances: z.record(z.string().regex(/^[1-9]\d{0,5}$/), positive).default({ "1": 1 }),
  type: z.string().optional(),
  /** Of container jobs, what each instance of a job is: vCPUs, MiB and GPUs. */
  vcpus: positive.optional(),
  memory: positive.optional(),
  gpus: z.number().int().min(0).optional(),
  priority: z.number().int().min(0).max(9999).default(0),
});

/** A description of jobs that are made up. */
export const syntheticShape = z.strictObject({
  seed: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER).default(1),
  /** The first day. @default Monday, 5 January 2026 */
  start: z.iso.date().default("2026-01-05"),
  days: positive,
  teams: z.array(team).min(1),
});

export type SyntheticHistory = z.infer<typeof syntheticShape>;
export type SyntheticTeam = SyntheticHistory["teams"][number];
