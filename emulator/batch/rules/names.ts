import { NAME } from "../../../aws/batch/names";
import { ClientException } from "../plumbing/errors";

/** @param kind - as the service's message words it, e.g. `Job Queue` */
export function requireName(name: string, kind: string): void {
  if (!NAME.test(name)) throw new ClientException(`${kind} name should match a valid pattern.`);
}
