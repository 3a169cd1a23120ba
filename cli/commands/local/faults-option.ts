import { Option } from "commander";
import type { FaultOptions } from "../../../emulator";
import { UsageError } from "../../usage-error";

/** `--faults`: the options of the faults on purpose, as the library has them. */
export const faultsOption = () =>
  new Option(
    "--faults <options>",
    "fail on purpose: throttlingRate=0.2,services=batch+s3,.. (default: never)",
  ).argParser(parseFaults);

/**
 * @param text - `name=value,name=value`, where a list is `one+other`
 * @returns options whose names and values have not been checked yet: the embedded AWS does, before it starts
 * @throws UsageError when it has another form
 */
function parseFaults(text: string): FaultOptions {
  const entries = text.split(",").map((part) => {
    const [, name, value] = /^\s*([^=\s]+)=(.+?)\s*$/.exec(part) ?? [];
    if (name !== undefined && value !== undefined)
      return [name, name === "services" ? value.split("+") : numberOr(value)];
    throw new UsageError(`--faults takes name=value, separated by commas, such as throttlingRate=0.2, not ${part}`);
  });
  // Its names and values are still those of the user.
  return Object.fromEntries(entries) as FaultOptions;
}

function numberOr(text: string): number | string {
  const number = Number(text);
  return Number.isNaN(number) ? text : number;
}

/** @returns the options as `--faults` takes them */
export function faultsText(faults: FaultOptions): string {
  const entries = Object.entries(faults).map(([name, value]) => {
    return `${name}=${Array.isArray(value) ? value.join("+") : String(value)}`;
  });
  return entries.join(",");
}
