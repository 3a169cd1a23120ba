import type { AllowDestroy } from "./gate";

/** What to plan. */
export interface PlanOptions {
  readonly environment: string;
  readonly destroy: boolean;
  /** Addresses of modules; empty for everything. */
  readonly targets: readonly string[];
  /** Terraform's own default when undefined: 10. */
  readonly parallelism: number | undefined;
  /** Whether to find out which arguments of updates and replacements change; costs seconds when there are any. */
  readonly attributes: boolean;
  readonly allowDestroy: AllowDestroy;
  /**
   * Whether to keep what AWS has made after all, although Terraform takes its creation for failed: then the state is
   * mended before anything is planned. @default false
   */
  readonly mend?: boolean;
  /** Whether to read what the resources are in the account first. @default true */
  readonly refresh?: boolean;
}

// Another run may be about to finish, for instance one whose terminal was closed.
export const LOCK_TIMEOUT = "-lock-timeout=60s";

/** @returns the arguments of a plan that is saved in a file */
export function planArguments(options: PlanOptions, planFile: string): ["plan", ...string[]] {
  return [
    "plan",
    "-input=false",
    "-detailed-exitcode",
    LOCK_TIMEOUT,
    `-out=${planFile}`,
    ...parallelismArgument(options.parallelism),
    ...(options.refresh === false ? ["-refresh=false"] : []),
    ...(options.destroy ? ["-destroy"] : []),
    ...options.targets.map((target) => `-target=${target}`),
  ];
}

export function parallelismArgument(parallelism: number | undefined): string[] {
  return parallelism === undefined ? [] : [`-parallelism=${parallelism}`];
}
