/** Filters that ListJobs and ListServiceJobs have in common. */
import { InvalidRequest } from "../plumbing/errors";

/** @throws InvalidRequest when there is more than one */
export function onlyFilter(filters: readonly { readonly name?: string; readonly values?: readonly string[] }[] = []) {
  const [filter, second] = filters;
  if (second !== undefined) throw new InvalidRequest("Only one filter can be used at a time.");
  return filter && { name: filter.name ?? "", values: filter.values ?? [] };
}

/** "If the value ends with an asterisk (*), the filter matches any ... that begins with the string before the '*'." */
export function fits(pattern: string, text: string): boolean {
  return pattern.endsWith("*") ? text.startsWith(pattern.slice(0, -1)) : text === pattern;
}

/** JOB_NAME: "The value ... is case insensitive". */
export function fitsName(pattern: string, name: string): boolean {
  return fits(pattern.toLowerCase(), name.toLowerCase());
}

/** The time of a filter by creation; milliseconds since 1970. */
export function timeOf([value]: readonly string[]): number {
  const time = Number(value);
  if (value !== undefined && Number.isFinite(time)) return time;
  throw new InvalidRequest("The filter's value must be a number of milliseconds since 1970.");
}
