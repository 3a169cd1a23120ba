/** How long a simulated job runs and how it ends: as its environment variables say. */
import type { ContainerProperties } from "@aws-sdk/client-batch";
import { ClientException } from "../../plumbing/errors";

/** Seconds that each attempt runs, also with a fraction. @default the timing `running` */
export const DURATION_VARIABLE = "DAPF_DURATION_SECONDS";
/** Exit codes of the attempts, separated by commas; the last one holds for all further attempts. @default 0 */
export const EXIT_CODE_VARIABLE = "DAPF_EXIT_CODE";

export interface Simulation {
  readonly milliseconds: number;
  readonly exitCode: number;
}

/**
 * @param attempt - 1 is the first
 * @param usual - milliseconds when the job does not say
 */
export function simulationOf(container: ContainerProperties, attempt: number, usual: number): Simulation {
  const duration = numberIn(container, DURATION_VARIABLE);
  const codes = exitCodesIn(container);
  return {
    milliseconds: duration === undefined ? usual : Math.round(duration * 1000),
    exitCode: codes[Math.min(attempt, codes.length) - 1] ?? 0,
  };
}

/** Whether a job is simulated also where commands are run. */
export function saysHowItGoes(container: ContainerProperties): boolean {
  return [DURATION_VARIABLE, EXIT_CODE_VARIABLE].some((name) => valueOf(container, name) !== undefined);
}

/** @throws ClientException when a variable is set to what it cannot be, so that a typo does not pass for a success */
export function requireSimulation(container: ContainerProperties): void {
  numberIn(container, DURATION_VARIABLE);
  exitCodesIn(container);
}

function exitCodesIn(container: ContainerProperties): number[] {
  const text = valueOf(container, EXIT_CODE_VARIABLE);
  return text === undefined ? [] : text.split(",").map((one) => checked(EXIT_CODE_VARIABLE, one, /^\s*\d{1,3}\s*$/));
}

function numberIn(container: ContainerProperties, name: string): number | undefined {
  const text = valueOf(container, name);
  return text === undefined ? undefined : checked(name, text, /^\s*\d+(\.\d+)?\s*$/);
}

function checked(name: string, text: string, pattern: RegExp): number {
  if (pattern.test(text)) return Number(text);
  throw new ClientException(`The embedded AWS cannot simulate ${name}=${text}.`);
}

function valueOf({ environment = [] }: ContainerProperties, name: string): string | undefined {
  return environment.find((variable) => variable.name === name)?.value;
}
