import { EmulatorError } from "../../errors";

/** Where in a policy something is wrong, and what: without the policy's name, because compiled documents are shared by text. */
export class Fault extends Error {
  constructor(
    /** `Statement "Read"`, `Statement 0`; the document itself where it is not in a statement. */
    readonly place: string,
    /** The member below it: `Condition.StringLike.s3:prefix`; "" for the place itself. */
    readonly member: string,
    readonly found: unknown,
    readonly allowed: string,
  ) {
    super(`${member === "" ? place : `${place}, ${member}`}: found ${shown(found)}; allowed: ${allowed}`);
  }
}

/** A policy that nobody can decide with: it is refused, because guessing could allow what it does not. */
export class PolicyError extends EmulatorError {
  readonly place: string;
  readonly member: string;
  readonly found: unknown;
  readonly allowed: string;

  constructor(
    readonly policy: string,
    fault: Fault,
  ) {
    super(`The policy ${policy} is not valid. ${fault.message}`);
    ({ place: this.place, member: this.member, found: this.found, allowed: this.allowed } = fault);
  }
}

const LONGEST = 120;

function shown(found: unknown): string {
  if (found === undefined) return "nothing";
  const text = JSON.stringify(found);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}...` : text;
}
