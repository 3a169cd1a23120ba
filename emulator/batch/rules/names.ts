import { NAME_PATTERN } from "../../../aws/batch/arns";
import { ClientException } from "../plumbing/errors";

/** @param kind - as the service's message words it, e.g. `Job Queue` */
export function requireName(name: string, kind: string): void {
  if (!NAME_PATTERN.test(name)) throw new ClientException(`${kind} name should match a valid pattern.`);
}
