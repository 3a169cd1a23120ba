import { ClientException } from "../plumbing/errors";

// Batch API: "It can be up to 128 characters long. It can contain uppercase and lowercase letters, numbers, hyphens (-),
// and underscores (_)."
const NAME = /^[A-Za-z0-9_-]{1,128}$/;

/** @param kind - as the service's message words it, e.g. `Job Queue` */
export function requireName(name: string, kind: string): void {
  if (!NAME.test(name)) throw new ClientException(`${kind} name should match a valid pattern.`);
}
