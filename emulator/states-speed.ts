/** How fast the pauses of state machines pass; see `emulator/moto/fixes/stepfunctions_time.py`. */
import { EmulatorError } from "./errors";

export const STATES_SPEED_VARIABLE = "DAPF_STATES_SPEED";
const DEFAULT_SPEED = 30;

/**
 * @returns times as fast as on AWS
 * @throws EmulatorError when the variable is set to what it cannot be
 */
export function statesSpeed(variables: NodeJS.ProcessEnv = process.env): number {
  const text = variables[STATES_SPEED_VARIABLE];
  if (text === undefined || text === "") return DEFAULT_SPEED;
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new EmulatorError(`${STATES_SPEED_VARIABLE} must be a number greater than 0, not "${text}".`);
}
