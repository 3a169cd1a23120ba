import { isWithin, type Range } from "../../../aws/batch/limits";
import { InvalidRequest } from "../plumbing/errors";

/** @param what - how the service's message begins, e.g. `Priority must` */
export function requireRange(what: string, value: number | undefined, range: Range): void {
  if (value === undefined || isWithin(range, value)) return;
  throw new InvalidRequest(`${what} be between ${range.least} and ${range.most}.`);
}
