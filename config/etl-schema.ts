import { z } from "zod";
import { JOB_TYPES, LONGEST_TIMEOUT, MOST_RETRIES, PYTHON_VERSIONS, WORKER_TYPES } from "../aws/glue/jobs";
import {
  CRAWL_STATES,
  JOB_STATES,
  LARGEST_BATCH,
  LOGICAL,
  LONGEST_BATCH_WINDOW,
  LONGEST_DESCRIPTION,
  LONGEST_NAME,
  MOST_CONDITIONS,
  NOT_IN_DESCRIPTIONS,
  NOT_IN_NAMES,
  TRIGGER_TYPES,
} from "../aws/glue/triggers";
import { scalarText, scalarTexts } from "./scalars";

const positive = z.number().int().min(1);

/** The names of the file's jobs, workflows and triggers, from which AWS names and Terraform addresses are made. */
const key = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,199}$/, {
  error: "must begin with a letter or digit and hold only letters, digits, _ and - (at most 200)",
});

/** The name of a job, crawler or security configuration; one with placeholders is as long as their values make it. */
const name = z
  .string()
  .min(1)
  .refine((text) => text.length <= LONGEST_NAME || text.includes("${"), {
    error: `must have at most ${LONGEST_NAME} characters`,
  })
  .refine((text) => !NOT_IN_NAMES.test(text), { error: "must be one line of text, without control characters" });

const description = z
  .string()
  .max(LONGEST_DESCRIPTION)
  .refine((text) => !NOT_IN_DESCRIPTIONS.test(text), { error: "must be text without control characters" });

const minutes = z.number().int().max(LONGEST_TIMEOUT);

/** Arguments of one Glue job; absent and `null` mean the same. `role_arn` is left to the module when it is absent. */
const etlJob = z.strictObject({
  /** The script, a file in `src/python/analytics-etl/` of the analytics bucket. */
  file_name: z.string().regex(/^[^/\\]+$/, { error: "must be the name of a file, without folders" }),
  description: description.optional(),
  type: z.enum(JOB_TYPES).default("glueetl"),
  glue_version: scalarText
    .pipe(z.string().regex(/^\d+\.\d+$/, { error: 'must be a version such as "4.0"' }))
    .optional(),
  python_version: scalarText.pipe(z.enum(PYTHON_VERSIONS)).optional(),
  role_arn: z.string().min(1).optional(),
  number_of_workers: positive.optional(),
  worker_type: z.enum(WORKER_TYPES).optional(),
  max_capacity: z.number().positive().optional(),
  /** Minutes; 0 is the same as none to the provider. */
  timeout: minutes.min(0).optional(),
  max_retries: z.number().int().min(0).max(MOST_RETRIES).optional(),
  execution_class: z.enum(["STANDARD", "FLEX"]).optional(),
  security_configuration: name.optional(),
  connections: z.array(z.string().min(1)).default([]),
  default_arguments: scalarTexts.default({}),
  non_overridable_arguments: scalarTexts.default({}),
  execution_property: z.strictObject({ max_concurrent_runs: positive.default(1) }).prefault({}),
  notification_property: z.strictObject({ notify_delay_after: positive.optional() }).optional(),
});

const action = z.strictObject({
  job_name: name.optional(),
  crawler_name: name.optional(),
  arguments: scalarTexts.default({}),
  notification_property: z.strictObject({ notify_delay_after: positive.optional() }).optional(),
  security_configuration: name.optional(),
  /** Minutes. */
  timeout: minutes.min(1).optional(),
});

const condition = z.strictObject({
  logical_operator: z.literal("EQUALS").default("EQUALS"),
  job_name: name.optional(),
  state: z.enum(JOB_STATES).optional(),
  crawler_name: name.optional(),
  /** The name that the original files have for `crawl_state`. */
  crawler_state: z.enum(CRAWL_STATES).optional(),
  crawl_state: z.enum(CRAWL_STATES).optional(),
});

const trigger = z.strictObject({
  type: z.enum(TRIGGER_TYPES),
  description: description.optional(),
  state: z.enum(["ACTIVATED", "DEACTIVATED"]).default("ACTIVATED"),
  start_on_creation: z.boolean().default(false),
  schedule: z.string().optional(),
  predicate: z
    .strictObject({
      logical: z.enum(LOGICAL).default("AND"),
      conditions: z.array(condition).min(1).max(MOST_CONDITIONS),
    })
    .optional(),
  actions: z.array(action).min(1),
  event_batching_condition: z
    .strictObject({
      batch_size: positive.max(LARGEST_BATCH),
      /** Seconds. */
      batch_window: positive.max(LONGEST_BATCH_WINDOW).optional(),
    })
    .optional(),
});

const workflow = z.strictObject({
  description: description.optional(),
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
