/** Checks that what came over the wire has the types of the API, before any rule looks at it. */
import { z } from "zod";
import { ClientException } from "./errors";

/**
 * @param shape - types only; ranges, patterns and relations are rules, with the service's own messages
 * @param body - parsed JSON; null members count as absent, as in all AWS JSON protocols; unknown members are ignored
 * @throws ClientException that names the first member of a wrong type, or that is missing
 */
export function parse<T>(shape: z.ZodType<T>, body: unknown): T {
  const result = shape.safeParse(withoutNulls(body));
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const path = issue?.path.map((step) => (typeof step === "number" ? `[${step}]` : `.${String(step)}`)).join("") ?? "";
  throw new ClientException(sentence(path.replace(/^\./, ""), issue));
}

function sentence(path: string, issue: z.core.$ZodIssue | undefined): string {
  const subject = path === "" ? "The request" : path;
  if (issue === undefined) return `${subject} is not valid.`;
  if (issue.code === "invalid_value") return `${subject} must be one of [${issue.values.map(String).join(", ")}].`;
  if (issue.code === "invalid_type" && issue.input === undefined) return `${subject} is required.`;
  return `${subject} is not valid: ${issue.message}`;
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(members.map(([name, member]) => [name, withoutNulls(member)]));
}

/** ENABLED or DISABLED, as all resources with a switch have it. */
export const stateShape = z.enum(["ENABLED", "DISABLED"]);
export const tagsShape = z.record(z.string(), z.string());
export const integerShape = z.number().int();
export const capacityLimitsShape = z.array(
  z.object({ maxCapacity: integerShape.optional(), capacityUnit: z.string().optional() }),
);
/** A list or describe request that is read page by page. */
export const pageShape = { maxResults: integerShape.optional(), nextToken: z.string().optional() };
