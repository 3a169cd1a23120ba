import { type Owner, ownerText } from "../locks";
import type { Host } from "./host";

/** Says on standard error for whom a command waits. */
export function waiting({ stderr }: Pick<Host, "stderr">): (owner: Owner) => void {
  return (owner) => stderr.write(`Waiting for ${ownerText(owner)}\n`);
}
