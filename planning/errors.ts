import { DapfError, EXIT_USAGE } from "../errors";

/** What was asked of the planner makes no sense with what is declared. */
export class PlanError extends DapfError {
  override readonly exitCode = EXIT_USAGE;
}
