import { z } from "zod";

/*
 * The lines that `terraform <command> -json` prints, as far as dapf uses them.
 * Source: Terraform documentation, "Machine-Readable UI"; fields checked against Terraform 1.11.
 */

const resource = z.object({ addr: z.string(), module: z.string(), resource_type: z.string() });

const hook = z.object({ resource, action: z.string(), elapsed_seconds: z.number().optional() });

const diagnostic = z.object({
  severity: z.enum(["error", "warning"]),
  summary: z.string(),
  detail: z.string().default(""),
  address: z.string().optional(),
  range: z.object({ filename: z.string(), start: z.object({ line: z.number() }) }).optional(),
  snippet: z.object({ context: z.string().nullish() }).optional(),
});

const outputs = z.record(
  z.string(),
  z.object({ sensitive: z.boolean().default(false), action: z.string().optional(), value: z.unknown().optional() }),
);

const withTime = { "@timestamp": z.string() };
const refreshHook = z.object({ resource });

const message = z.discriminatedUnion("type", [
  z.object({ type: z.literal("version"), terraform: z.string() }),
  z.object({ type: z.literal("log"), "@message": z.string() }),
  z.object({ type: z.literal("init_output"), "@message": z.string() }),
  z.object({ type: z.literal("state_lock_acquire") }),
  z.object({
    type: z.literal("planned_change"),
    change: z.object({
      resource,
      previous_resource: resource.optional(),
      action: z.string(),
      reason: z.string().optional(),
    }),
  }),
  z.object({ type: z.literal("refresh_start"), ...withTime, hook: refreshHook }),
  z.object({ type: z.literal("refresh_complete"), ...withTime, hook: refreshHook }),
  z.object({ type: z.literal("apply_start"), ...withTime, hook }),
  z.object({ type: z.literal("apply_complete"), ...withTime, hook }),
  z.object({ type: z.literal("apply_errored"), ...withTime, hook }),
  z.object({ type: z.literal("outputs"), outputs }),
  z.object({ type: z.literal("diagnostic"), diagnostic }),
]);

/** One line of Terraform's event stream; `text` is a line that is not an event. */
export type TerraformMessage = z.infer<typeof message> | { readonly type: "text"; readonly text: string };

/** What Terraform complains about. */
export type TerraformDiagnostic = z.infer<typeof diagnostic> & {
  /** Addresses of further resources about which it says the same. */
  readonly alsoAt?: readonly string[];
};

/** Output values as an apply reports them: a sensitive one comes without its value. */
export type StreamedOutputs = z.infer<typeof outputs>;

/**
 * @param line one line of the standard output of `terraform <command> -json`
 * @returns the event; undefined for an empty line and for events that dapf has no use for. Never throws: Terraform
 *   prints some lines as plain text even with `-json`, and later versions may add events.
 */
export function parseTerraformLine(line: string): TerraformMessage | undefined {
  const text = withoutAnsi(line).trim();
  if (text === "") return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // An event that was cut off, by the end of the process that wrote it, says nothing to anybody.
    return text.startsWith('{"@') ? undefined : { type: "text", text };
  }
  const parsed = message.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}

/** @returns the text without terminal colours; `terraform init -json` prints some even without a terminal. */
export function withoutAnsi(text: string): string {
  // The escape character is what this expression is about.
  // eslint-disable-next-line no-control-regex
  return text.replaceAll(/\u001b\[[0-9;]*m/g, "");
}
