/** Filters that ListJobs and ListServiceJobs have in common. */
import { ClientException } from "./errors";

/** "case-insensitive match ... If the value ends with an asterisk (*), the filter matches any ... that begins with" */
export function fitsName(pattern: string, text: string): boolean {
  const wanted = pattern.toLowerCase();
  const found = text.toLowerCase();
  return wanted.endsWith("*") ? found.startsWith(wanted.slice(0, -1)) : found === wanted;
}

/** The time of a filter by creation; milliseconds since 1970. */
export function timeOf([value]: readonly string[]): number {
  const time = Number(value);
  if (value !== undefined && Number.isFinite(time)) return time;
  throw new ClientException("The filter's value must be a number of milliseconds since 1970.");
}
