import { NAME } from "../../../aws/batch/names";
import { InvalidRequest } from "../plumbing/errors";

/** @param kind - as the service's message words it, e.g. `Job Queue` */
export function requireName(name: string, kind: string): void {
  if (!NAME.test(name)) throw new InvalidRequest(`${kind} name should match a valid pattern.`);
}
