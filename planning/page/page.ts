import type { PlanReport } from "../report";

export function planPage(report: PlanReport): string {
  return JSON.stringify(report);
}
