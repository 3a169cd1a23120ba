/** What the driver of a run and the processes that it lets work tell each other, and what they leave in files. */

export type Kind = "plan" | "deploy" | "destroy" | "adopt";

/** One command in one process. */
export interface Operation {
  /** Unique in a run; whatever the command starts inherits it as `LEDGER_OPERATION`. */
  readonly id: string;
  readonly kind: Kind;
  readonly environment: string;
  /** Whether a deploy or destroy has its consent beforehand, as `--auto-approve` gives it. */
  readonly agreed: boolean;
  /** Whether it waits while another one works. */
  readonly patient: boolean;
  /** Whether the values of the plan are looked at, too. */
  readonly details: boolean;
}

export type ToActor =
  | { readonly type: "begin"; readonly place: Place; readonly operation: Operation }
  | { readonly type: "answer"; readonly yes: boolean }
  | { readonly type: "interrupt" };

export type FromActor = { readonly type: "asks" } | { readonly type: "ended"; readonly end: End };

/** Where a run takes place. */
export interface Place {
  /** Absolute path of the clone that the processes share. */
  readonly root: string;
  /** Absolute path of the folder for what the test writes down; no part of the clone. */
  readonly record: string;
}

/** How an operation ended, and what its user got to read. */
export interface End {
  /** Name of the error's class; undefined when all went well. */
  readonly error: string | undefined;
  /** The sentence about the error, and the complaints of Terraform that were passed on. */
  readonly texts: readonly string[];
}

/** A change that a process has shown to its user. */
export interface ShownChange {
  readonly address: string;
  readonly action: string;
  /** Whether an interrupt has marred the resource: Terraform then deletes it without a word to its provisioners. */
  readonly tainted: boolean;
}

/** A plan that a process has shown to its user. */
export interface Shown {
  readonly changes: readonly ShownChange[];
  /** The plan with its values, when they were looked at. */
  readonly details: string | undefined;
}

/** What a run of the program made. */
export interface Synthesis {
  readonly operation: string;
  readonly environment: string;
  /** Value by address. */
  readonly values: Readonly<Record<string, string>>;
}

/** What was done to a resource, as its provisioner has written it down. */
export interface LedgerLine {
  readonly operation: string;
  readonly environment: string;
  readonly action: "create" | "destroy";
  readonly address: string;
  /** Of the upload: what its file held when it was uploaded. */
  readonly value: string;
}
