/** The texts and numbers of requests, as the Web API Reference limits them. */
import { LONGEST_DESCRIPTION, LONGEST_NAME, NOT_IN_DESCRIPTIONS, NOT_IN_NAMES } from "../../../aws/glue/triggers";

/** @param member how the message calls it */
export function nameFault(member: string, name: unknown): string | undefined {
  if (typeof name !== "string" || name === "") return `${member} cannot be null or empty`;
  if (name.length > LONGEST_NAME) return `${member} must have at most ${LONGEST_NAME} characters`;
  return NOT_IN_NAMES.test(name) ? `${member} must be a single line of text` : undefined;
}

export function descriptionFault(text: unknown, longest = LONGEST_DESCRIPTION): string | undefined {
  if (typeof text !== "string") return undefined;
  if (text.length > longest) return `Description must have at most ${longest} characters`;
  return NOT_IN_DESCRIPTIONS.test(text) ? "Description must be text without control characters" : undefined;
}

/** A number that is not given is none that is refused. */
export function numberFault(member: string, value: unknown, least: number, most = Infinity): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === "number" && Number.isInteger(value) && value >= least && value <= most) return undefined;
  const range = most === Infinity ? `at least ${least}` : `from ${least} to ${most}`;
  return `${member} must be a whole number, ${range}`;
}
