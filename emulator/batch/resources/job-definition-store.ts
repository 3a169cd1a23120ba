/** Job definitions of one account and Region: names with revisions. */
import type { JobDefinition } from "@aws-sdk/client-batch";
import { partsOfBatchArn } from "../../../aws/batch/arns";

export type JobDefinitionStatus = "ACTIVE" | "INACTIVE";

export interface JobDefinitionRevision {
  /** Falls with each registration: lists show the newest first, and are read page by page by it. */
  readonly number: number;
  readonly name: string;
  readonly revision: number;
  readonly arn: string;
  /** What was registered, with the service's defaults. */
  readonly definition: Readonly<JobDefinition>;
  status: JobDefinitionStatus;
  tags: Record<string, string>;
}

export class JobDefinitions {
  /** Name -> revisions, ascending. They stay known when they are deregistered: job ids refer to them. */
  private readonly byName = new Map<string, JobDefinitionRevision[]>();
  private count = 0;

  /** Numbers start at 1 and are never used again, also when all revisions of the name are inactive. */
  nextRevision(name: string): number {
    return (this.byName.get(name)?.length ?? 0) + 1;
  }

  add(revision: Omit<JobDefinitionRevision, "number">): void {
    const revisions = this.byName.get(revision.name) ?? [];
    this.count += 1;
    revisions.push({ ...revision, number: -this.count });
    this.byName.set(revision.name, revisions);
  }

  /** All revisions of all names, newest first. */
  all(): JobDefinitionRevision[] {
    return [...this.byName.values()].flat().sort((one, other) => one.number - other.number);
  }

  /** Newest first; none when the name is unknown. */
  ofName(name: string): JobDefinitionRevision[] {
    return [...(this.byName.get(name) ?? [])].reverse();
  }

  /** @param reference - an ARN or `name:revision` */
  find(reference: string): JobDefinitionRevision | undefined {
    const { name, revision } = partsOf(reference);
    return revision === undefined ? undefined : this.byName.get(name)?.[revision - 1];
  }

  /**
   * What a job submission means.
   *
   * @param reference - an ARN, `name:revision`, or a name (or an ARN without revision): then the newest active revision
   */
  resolve(reference: string): JobDefinitionRevision | undefined {
    const { name, revision } = partsOf(reference);
    if (revision !== undefined) return this.byName.get(name)?.[revision - 1];
    return this.ofName(name).find(({ status }) => status === "ACTIVE");
  }
}

/** Takes `arn:...:job-definition/name:revision` and the short forms apart. */
export function partsOf(reference: string): { readonly name: string; readonly revision: number | undefined } {
  const short = partsOfBatchArn(reference)?.resource.replace(/^job-definition\//, "") ?? reference;
  const [name = "", revision] = short.split(":");
  const number = Number(revision);
  return { name, revision: revision !== undefined && Number.isInteger(number) && number > 0 ? number : undefined };
}
