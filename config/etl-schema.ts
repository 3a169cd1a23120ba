import { z } from "zod";
import { scalarText, scalarTexts } from "./scalars";

const positive = z.number().int().min(1);

/** The names of the file's jobs, workflows and triggers, from which AWS names and Terraform addresses are made. */
const key = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,199}$/, {
  error: "must begin with a letter or digit and hold only letters, digits, _ and - (at most 200)",
});

/** Arguments of one Glue job; absent and `null` mean the same. `role_arn` is left to the module when it is absent. */
const etlJob = z.strictObject({
  /** The script, a file in `src/python/analytics-etl/` of the analytics bucket. */
  file_name: z.string().regex(/^[^/\\]+$/, { error: "must be the name of a file, without folders" }),
  description: z.string().max(2048).optional(),
  type: z.enum(["glueetl", "gluestreaming", "pythonshell", "glueray"]).default("glueetl"),
  glue_version: scalarText
    .pipe(z.string().regex(/^\d+\.\d+$/, { error: 'must be a version such as "4.0"' }))
    .optional(),
  python_version: scalarText
    .pipe(z.string().regex(/^\d+(\.\d+)?$/, { error: 'must be a version such as "3"' }))
    .optional(),
  role_arn: z.string().min(1).optional(),
  number_of_workers: positive.optional(),
  worker_type: z
    .string()
    .regex(/^(Standard|[GRZ]\.\d+X)$/, { error: "must be a Glue worker type such as G.1X" })
    .optional(),
  max_capacity: z.number().positive().optional(),
  /** Minutes. */
  timeout: z.number().int().min(0).optional(),
  max_retries: z.number().int().min(0).max(10).optional(),
  execution_class: z.enum(["STANDARD", "FLEX"]).optional(),
  security_configuration: z.string().min(1).optional(),
  connections: z.array(z.string().min(1)).default([]),
  default_arguments: scalarTexts.default({}),
  non_overridable_arguments: scalarTexts.default({}),
  execution_property: z.strictObject({ max_concurrent_runs: positive.default(1) }).prefault({}),
  notification_property: z.strictObject({ notify_delay_after: positive.optional() }).optional(),
});

const action = z.strictObject({
  job_name: z.string().min(1).optional(),
  crawler_name: z.string().min(1).optional(),
  arguments: scalarTexts.default({}),
  notification_property: z.strictObject({ notify_delay_after: positive.optional() }).optional(),
  security_configuration: z.string().min(1).optional(),
  /** Minutes. */
  timeout: positive.optional(),
});

const condition = z.strictObject({
  logical_operator: z.literal("EQUALS").default("EQUALS"),
  job_name: z.string().min(1).optional(),
  state: z.enum(["SUCCEEDED", "STOPPED", "FAILED", "TIMEOUT"]).optional(),
  crawler_name: z.string().min(1).optional(),
  /** The name that the original files have for `crawl_state`. */
  crawler_state: z.enum(["SUCCEEDED", "CANCELLED", "FAILED", "ERROR"]).optional(),
  crawl_state: z.enum(["SUCCEEDED", "CANCELLED", "FAILED", "ERROR"]).optional(),
});

const trigger = z.strictObject({
  type: z.enum(["SCHEDULED", "CONDITIONAL", "ON_DEMAND", "EVENT"]),
  description: z.string().max(2048).optional(),
  state: z.enum(["ACTIVATED", "DEACTIVATED"]).default("ACTIVATED"),
  start_on_creation: z.boolean().default(false),
  schedule: z
    .string()
    // AWS Glue: minutes hours day-of-month month day-of-week year; there is no rate(...).
    .regex(/^cron\(\S+( \S+){5}\)$/, { error: "must be a cron expression of six fields, such as cron(0 5 * * ? *)" })
    .optional(),
  predicate: z
    .strictObject({ logical: z.enum(["AND", "ANY"]).default("AND"), conditions: z.array(condition).min(1) })
    .optional(),
  actions: z.array(action).min(1),
  event_batching_condition: z.strictObject({ batch_size: positive, batch_window: positive.optional() }).optional(),
});

const workflow = z.strictObject({
  description: z.string().max(2048).optional(),
  default_run_properties: scalarTexts.default({}),
  max_concurrent_runs: positive.optional(),
  triggers: z.record(key, trigger).default({}),
});

/** The merged analytics-ETL configuration, `null`s removed; rules between its parts are in `etl-rules.ts`. */
export const etlSchema = z.strictObject({
  jobs: z.record(key, etlJob).default({}),
  workflows: z.record(key, workflow).default({}),
});

export type EtlDefinitions = z.output<typeof etlSchema>;
export type EtlJob = z.output<typeof etlJob>;
export type EtlWorkflow = z.output<typeof workflow>;
export type EtlTrigger = z.output<typeof trigger>;
export type EtlAction = z.output<typeof action>;
export type EtlCondition = z.output<typeof condition>;
