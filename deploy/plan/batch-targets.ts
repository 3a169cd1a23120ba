/** What of AWS Batch a plan takes away that may have jobs in it: queues, quota shares, compute environments. */
import { z } from "zod";
import type { PlannedChange } from "./changes";
import type { BatchKind, BatchTarget } from "./held";
import { CLOUD_CONTROL } from "./stateful";

const planJson = z.object({
  resource_changes: z
    .array(
      z.object({
        address: z.string(),
        change: z.object({ actions: z.array(z.string()).default([]), before: z.unknown(), after: z.unknown() }),
      }),
    )
    .default([]),
});

const NATIVE: Readonly<Record<string, readonly [kind: BatchKind, name: string]>> = {
  aws_batch_job_queue: ["job queue", "name"],
  aws_batch_compute_environment: ["compute environment", "compute_environment_name"],
};

const CLOUD: Readonly<Record<string, readonly [kind: BatchKind, name: string]>> = {
  "AWS::Batch::JobQueue": ["job queue", "JobQueueName"],
  "AWS::Batch::ComputeEnvironment": ["compute environment", "ComputeEnvironmentName"],
  "AWS::Batch::QuotaShare": ["quota share", "QuotaShareName"],
};

/** @returns whether a change may take away what has jobs in it; the plan's JSON tells what that is */
export function mayHoldJobs({ type, action }: PlannedChange): boolean {
  return (action === "delete" || action === "replace") && (type === CLOUD_CONTROL || Object.hasOwn(NATIVE, type));
}

/**
 * @param json standard output of `terraform show -json <plan>`
 * @returns the changes, those that take away something of AWS Batch with what that is
 * @throws SyntaxError or ZodError when the text is not a plan
 */
export function withBatchTargets(changes: readonly PlannedChange[], json: string): PlannedChange[] {
  const { resource_changes: entries } = planJson.parse(JSON.parse(json));
  const byAddress = new Map(entries.map(({ address, change }) => [address, change]));
  return changes.map((planned) => {
    const change = mayHoldJobs(planned) ? byAddress.get(planned.address) : undefined;
    const target = change && targetOf(planned.type, change);
    return target === undefined ? planned : { ...planned, batch: target };
  });
}

interface Change {
  readonly actions: readonly string[];
  readonly before?: unknown;
  readonly after?: unknown;
}

function targetOf(type: string, { actions, before, after }: Change): BatchTarget | undefined {
  const [old, next] = [fieldsOf(before), fieldsOf(after)];
  const [kind, nameKey] = (type === CLOUD_CONTROL ? CLOUD[String(old.type_name)] : NATIVE[type]) ?? [];
  if (kind === undefined || nameKey === undefined) return undefined;
  // Of a resource of Cloud Control: CloudFormation's model as JSON, and its primary identifier, which is the ARN.
  const [then, wanted] = type === CLOUD_CONTROL ? [parsed(old.properties), parsed(next.desired_state)] : [old, next];
  const arn = textOf(type === CLOUD_CONTROL ? old.id : old.arn);
  const name = textOf(then[nameKey]) ?? arn?.split("/").at(-1);
  if (arn === undefined || name === undefined) return undefined;
  const nextName = textOf(wanted[nameKey]);
  return { kind, name, arn, createsFirst: actions[0] === "create", ...(nextName === undefined ? {} : { nextName }) };
}

const textOf = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);

function parsed(text: unknown): Record<string, unknown> {
  try {
    return typeof text === "string" ? fieldsOf(JSON.parse(text)) : {};
  } catch {
    return {};
  }
}

function fieldsOf(value: unknown): Record<string, unknown> {
  // An object that came out of JSON.parse has string keys.
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
