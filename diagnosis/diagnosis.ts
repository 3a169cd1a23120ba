import { isBad, type NamedFinding, type Verdict } from "./finding";
import type { Looks } from "./looks";

/** What came of a diagnosis. */
export interface Diagnosis {
  /** `job train-7 (4c63fc33-...)`: who it is about. */
  readonly subject: string;
  readonly status: string;
  /** Of the likeliest finding. */
  readonly verdict: Verdict;
  /** The likeliest first. */
  readonly findings: readonly NamedFinding[];
  /** `security groups: needs ec2:DescribeSecurityGroups` */
  readonly notLookedAt: readonly string[];
  /** Calls of AWS that it took. */
  readonly calls: number;
}

/** @param findings in the order of their rules */
export function diagnosisOf(
  subject: string,
  status: string,
  findings: readonly NamedFinding[],
  { notes, calls }: Pick<Looks, "notes" | "calls">,
): Diagnosis {
  // What somebody has to do something about comes before what passes.
  const sorted = [...findings.filter(isBad), ...findings.filter((finding) => !isBad(finding))];
  const verdict = sorted[0]?.verdict ?? "waits";
  return { subject, status, verdict, findings: sorted, notLookedAt: notes, calls };
}
