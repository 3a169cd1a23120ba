import { isArn } from "../../aws/arns";
import { batchArn, nameInArn, partsOfBatchArn, type ArnKind } from "../../aws/batch/arns";
import { NAME } from "../../aws/batch/names";
import type { Place } from "../../aws/place";
import { suggestions } from "../nearest";
import type { ValueProblem } from "../zod-problems";

/** What a name or an ARN in a request leads to. */
export type Link<D> =
  | { readonly kind: "declared"; readonly target: D }
  /** An object that exists without this file. */
  | { readonly kind: "existing"; readonly arn: string };

/** What a request names in another group: a declaration by its key, or something that exists without the file. */
export type Reference =
  { readonly kind: "declared"; readonly key: string } | { readonly kind: "existing"; readonly arn: string };

/** @returns what is the same for all links to one thing, be they names or ARNs */
export function identityOf<D>(link: Link<D> | undefined): D | string | undefined {
  return link?.kind === "declared" ? link.target : link?.arn;
}

/** How what links lead to is called. */
interface LinkWords {
  /** `job queue` */
  readonly kind: string;
  readonly group: string;
}

/** The declarations of a group, by their names and ARNs. */
export class LinkIndex<D extends { readonly name: string | undefined }> {
  private readonly byName: ReadonlyMap<string, D>;

  constructor(
    private readonly place: Place,
    private readonly arnKind: ArnKind,
    private readonly among: readonly D[],
  ) {
    // The first of two with the same name; that there are two is a problem of its own.
    this.byName = new Map([...among].reverse().flatMap((one) => (one.name === undefined ? [] : [[one.name, one]])));
  }

  /** A name, or the ARN of something declared here, is a declared object; any other ARN is an existing one. */
  find(text: string | undefined): Link<D> | undefined {
    if (text === undefined) return undefined;
    const name = isArn(text) ? nameInArn(this.place, this.arnKind, text) : text;
    const target = name === undefined ? undefined : this.byName.get(name);
    if (target !== undefined) return { kind: "declared", target };
    return isArn(text) ? { kind: "existing", arn: text } : undefined;
  }

  /** @returns what is wrong with a text that should lead here */
  problems(path: readonly PropertyKey[], text: string | undefined, { kind, group }: LinkWords): ValueProblem[] {
    if (text === undefined) return [];
    if (isArn(text)) return arnProblems(this.place, this.arnKind, path, text);
    if (this.byName.has(text)) return [];
    const known = this.among.flatMap(({ name }) => name ?? []);
    const rule = `must be the name of a ${kind} in ${group}, or an ARN`;
    const near = suggestions(text, known, "name");
    return [{ path, rule, found: text, ...(known.length === 0 ? { hint: `${group} declares none` } : near) }];
  }
}

function arnProblems(place: Place, kind: ArnKind, path: readonly PropertyKey[], arn: string): ValueProblem[] {
  if (nameInArn(place, kind, arn) !== undefined) return [];
  const allowed = [batchArn(place, `${kind}/<name>`)];
  const { partition, region, account, resource = "" } = partsOfBatchArn(arn) ?? {};
  const [, otherKind, name] = /^([a-z-]+)\/(.+)$/.exec(resource) ?? [];
  if (otherKind === undefined || name === undefined)
    return [{ path, rule: "is not an ARN of AWS Batch", found: arn, allowed }];
  if (otherKind !== kind) return [{ path, rule: `is the ARN of a ${otherKind}`, allowed }];
  if (account !== place.account) return [{ path, rule: `is in the account ${account ?? ""}`, allowed }];
  if (region !== place.region || partition !== place.partition) {
    return [{ path, rule: `is in the Region ${region ?? ""} of ${partition ?? ""}`, allowed }];
  }
  const hint = NAME.test(name) ? undefined : "the name in it has 1 to 128 characters of A-Z a-z 0-9 _ -";
  return [{ path, rule: "is not an ARN of AWS Batch", found: arn, allowed, hint }];
}
