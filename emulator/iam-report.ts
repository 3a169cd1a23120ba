/** What was asked for in a running embedded AWS, and what was granted. */
import { control } from "./control-client";
import type { Report } from "./iam/record/report";

export interface ReportWish {
  /** ARN or name of a role or user; absent: everybody. */
  readonly principal?: string | undefined;
  /** Only what was asked for from then on. */
  readonly since?: Date | undefined;
}

/** @returns undefined when no embedded AWS answers there */
export function iamReport(endpoint: string, { principal, since }: ReportWish = {}): Promise<Report | undefined> {
  const query = new URLSearchParams({
    ...(principal === undefined ? {} : { principal }),
    ...(since === undefined ? {} : { since: since.toISOString() }),
  });
  return control<Report>(endpoint, "GET", `iam/record?${query.toString()}`);
}

/** Forgets what was recorded; what is granted stays. */
export async function resetIamReport(endpoint: string): Promise<void> {
  await control(endpoint, "POST", "iam/record/reset");
}
