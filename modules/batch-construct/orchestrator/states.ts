/**
 * The Amazon States Language, as far as dapf uses it, as types: JSONPath flavour, AWS's own spelling.
 * Source: https://states-language.net and https://docs.aws.amazon.com/step-functions/latest/dg/concepts-states.html
 *
 * Two things that the language leaves open are required here: every task has a timeout, and every retry has jitter.
 */

/** A value of a payload template. In an object, a key that ends in `.$` holds a JSONPath or an intrinsic function. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

export type Template = Readonly<Record<string, Json>>;

/** Where a state goes next; a state that ends the machine (or its branch) says so. */
export type Transition =
  { readonly Next: string; readonly End?: never } | { readonly End: true; readonly Next?: never };

/** Where a result goes: below the root, so that no result ever takes the place of the execution's input. */
export type ResultPath = `$.${string}`;

export interface Retrier {
  readonly ErrorEquals: readonly [string, ...string[]];
  readonly IntervalSeconds: number;
  /** Attempts after the first one. */
  readonly MaxAttempts: number;
  readonly BackoffRate: number;
  readonly MaxDelaySeconds: number;
  /** Spreads the retries of machines that failed together. */
  readonly JitterStrategy: "FULL";
}

export interface Catcher {
  readonly ErrorEquals: readonly [string, ...string[]];
  /** Where `{ Error, Cause }` goes. */
  readonly ResultPath: ResultPath;
  readonly Next: string;
}

interface Named {
  readonly Comment?: string;
}

export type TaskState = Named &
  Transition & {
    readonly Type: "Task";
    /** ARN of the service integration. */
    readonly Resource: string;
    readonly Parameters: Template;
    readonly ResultSelector?: Template;
    /** `null` drops the result. */
    readonly ResultPath: ResultPath | null;
    readonly TimeoutSeconds: number;
    readonly Retry: readonly [Retrier, ...Retrier[]];
    readonly Catch?: readonly Catcher[];
  };

/** A comparison of a choice; one operator beside the variable. */
export type Comparison =
  | { readonly Variable: string; readonly StringEquals: string }
  | { readonly Variable: string; readonly NumericGreaterThanEquals: number }
  | { readonly Variable: string; readonly IsPresent: boolean };

export interface ChoiceState extends Named {
  readonly Type: "Choice";
  readonly Choices: readonly (Comparison & { readonly Next: string })[];
  /** Required: a choice without a match fails the execution, and nothing can catch that. */
  readonly Default: string;
}

export type WaitState = Named & Transition & { readonly Type: "Wait"; readonly Seconds: number };

export type PassState = Named &
  Transition & { readonly Type: "Pass"; readonly Parameters: Template; readonly ResultPath: ResultPath };

export type ParallelState = Named &
  Transition & {
    readonly Type: "Parallel";
    readonly Branches: readonly StateMachine[];
    readonly ResultPath: ResultPath | null;
    readonly Catch?: readonly Catcher[];
  };

export interface SucceedState extends Named {
  readonly Type: "Succeed";
}

export type FailState = Named & { readonly Type: "Fail" } & (
    { readonly Error: string; readonly Cause: string } | { readonly ErrorPath: string; readonly CausePath: string }
  );

export type State = TaskState | ChoiceState | WaitState | PassState | ParallelState | SucceedState | FailState;

export interface StateMachine {
  readonly Comment?: string;
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}
