import { DapfError, EXIT_USAGE } from "../errors";
import { isElsewhere, type LockedError, ownerText, type Present } from "../locks";

/** Why the embedded AWS could not do what was asked. */
export class EmulatorError extends DapfError {}

/** The moto process ended before it listened, or did not listen in time. */
export class MotoStartError extends EmulatorError {
  constructor(
    /** Exit code of the process; null: it did not listen in time. */
    readonly endedWith: number | null,
    readonly output: string,
  ) {
    const end = endedWith === null ? "did not start in time" : `ended with exit code ${endedWith}`;
    super(`The moto server of the embedded AWS ${end}.${output === "" ? "" : `\n${output}`}`);
  }
}

/** The wanted port belongs to another process. */
export class PortInUseError extends EmulatorError {
  constructor(readonly port: number) {
    super(`Port ${port} is in use by another process: choose another one, or none for a free one.`);
  }
}

/** An option of the faults on purpose is not known, or cannot be what it is. */
export class FaultOptionsError extends EmulatorError {
  override readonly exitCode = EXIT_USAGE;

  constructor(
    readonly option: string,
    readonly found: unknown,
    /** What it can be; absent: there is no such option. */
    readonly allowed: string | undefined,
    readonly options: readonly string[],
  ) {
    super(
      allowed === undefined
        ? `There is no fault option ${option}; there are: ${options.join(", ")}.`
        : `The fault option ${option} cannot be ${JSON.stringify(found)}; it can be ${allowed}.`,
    );
  }
}

/** Something needs a running embedded AWS and there is none for this clone. */
export class NotRunningError extends EmulatorError {
  constructor(readonly root: string) {
    super("The embedded AWS is not running. Start it: npx dapf local up");
  }
}

/** Somebody works with the embedded AWS that was to be stopped. */
export class InUseError extends EmulatorError {
  constructor(readonly users: readonly Present[]) {
    const names = users.map(({ owner }) => ownerText(owner));
    const end = users.length === 1 ? "it" : "them";
    const elsewhere = users.filter(({ owner }) => isElsewhere(owner));
    super(
      [
        `The embedded AWS has not been stopped, because it is in use by ${names.join(", and by ")}. ` +
          `Let ${end} end, or stop the embedded AWS all the same: npx dapf local down --force`,
        ...elsewhere.map(({ file, owner: { what, host } }) => {
          return `Nobody can tell from here whether ${what} on ${host} still runs: if it does not, delete ${file}`;
        }),
      ].join("\n"),
    );
  }
}

/** Somebody stops the embedded AWS, and has not come to an end. */
export class BeingStoppedError extends EmulatorError {
  constructor(readonly lock: LockedError) {
    super(`The embedded AWS is still being stopped by ${ownerText(lock.owner)}. ${lock.advice}`);
  }
}

/** The background process ended, or did not answer in time, while it was being started. */
export class SupervisorStartError extends EmulatorError {
  constructor(
    readonly logFile: string,
    readonly detail: string,
  ) {
    super(`The embedded AWS could not be started: ${detail}\nIts log: ${logFile}`);
  }
}

/** Another process holds this clone's lock: its embedded AWS is running or starting. */
export class AlreadyStartingError extends EmulatorError {
  constructor() {
    super("Another process is starting the embedded AWS of this clone.");
  }
}

/** The embedded AWS answered one of our own requests with an error. */
export class InternalCallError extends EmulatorError {
  constructor(
    readonly service: string,
    readonly action: string,
    readonly status: number,
    readonly body: string,
  ) {
    super(`${service} ${action} on the embedded AWS answered ${status}: ${body.slice(0, 500)}`);
  }

  /** The message in the answer, which is XML or JSON; the answer itself when it has none. */
  get said(): string {
    const [, inXml, inJson] = /<Message>([^<]*)<\/Message>|"[Mm]essage": ?"((?:[^"\\]|\\.)*)"/.exec(this.body) ?? [];
    if (inJson !== undefined) return String(JSON.parse(`"${inJson}"`));
    return inXml?.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&") ?? this.body;
  }
}
