/** What an environment says of its alerts. */
import { z } from "zod";

const email = z.string().regex(/^[^\s@:]+@[^\s@:]+\.[^\s@:]+$/, { error: "must be an e-mail address" });

/** Amazon SNS API Reference, Subscribe: "For the https protocol, the endpoint is a URL beginning with https://". */
const url = z.string().regex(/^https:\/\/[^\s/]+(\/\S*)?$/, { error: "must be a URL that begins with https://" });

export const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;

/** That every month has. */
const LAST_DAY_OF_ALL_MONTHS = 28;

const runDays = z.union([
  z.literal("daily"),
  z.strictObject({ weekdays: z.array(z.enum(WEEKDAYS)).min(1) }),
  z.strictObject({ days_of_month: z.array(z.number().int().min(1).max(LAST_DAY_OF_ALL_MONTHS)).min(1) }),
]);

export const alerts = z.strictObject({
  /** Whether there are any. @default whether anybody subscribes below; true is for subscribers of the topic that dapf does not know */
  enabled: z.boolean().optional(),
  /** Each gets a message and has to confirm it. */
  emails: z.array(email).default([]),
  /** Endpoints that confirm the subscription themselves. */
  https: z.array(url).default([]),
  /** On which days (UTC) a run of a context has to start. */
  runs: z.strictObject({ training: runDays.optional(), inferencing: runDays.optional() }).default({}),
});

export type AlertSettings = z.output<typeof alerts>;
/** Days of the week, of the month, or each. */
export type RunDays = z.output<typeof runDays>;

/** @returns the alerts of an environment; undefined when there are none */
export function alertsOf(settings: { readonly alerts?: AlertSettings | undefined }): AlertSettings | undefined {
  const { alerts: given } = settings;
  if (given === undefined) return undefined;
  return (given.enabled ?? given.emails.length + given.https.length > 0) ? given : undefined;
}
