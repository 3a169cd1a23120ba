import { suggestions } from "../../nearest";
import { isArn } from "../../../aws/arns";
import { type ArnKind, batchArn, NAME_PATTERN, nameInArn, partsOfBatchArn } from "../../../aws/batch/arns";
import type { Place } from "../../../aws/place";
import { GROUPS, type GroupName } from "../convention";
import type { Declared } from "../model";
import { serviceMessage, type Finding, type Rule } from "./rule";

export const links: Rule = {
  demand:
    "What a request names is declared in the file, or is the ARN of something of the right kind in the same account and Region",
  source: serviceMessage("Only scheduling policy Arn can be allowed. / Service environments must be created and valid"),
  severity: "error",
  check: (model) => [
    ...model.jobQueues.flatMap(({ path, request }) => [
      ...check(model.context, model.schedulingPolicies, "SchedulingPolicies", {
        path: [...path, "schedulingPolicyArn"],
        text: request.schedulingPolicyArn,
      }),
      ...(request.serviceEnvironmentOrder ?? []).flatMap((entry, index) =>
        check(model.context, model.serviceEnvironments, "ServiceEnvs", {
          path: [...path, "serviceEnvironmentOrder", index, "serviceEnvironment"],
          text: entry?.serviceEnvironment,
        }),
      ),
    ]),
    ...model.quotaShares.flatMap(({ path, request }) =>
      check(model.context, model.jobQueues, "TrainingJobQueues", {
        path: [...path, "jobQueue"],
        text: request.jobQueue,
      }),
    ),
  ],
};

type Linked = Exclude<GroupName, "QuotaShares">;

const ARN_KINDS: Readonly<Record<Linked, ArnKind>> = {
  ServiceEnvs: "service-environment",
  SchedulingPolicies: "scheduling-policy",
  TrainingJobQueues: "job-queue",
};

function check<G extends Linked>(
  place: Place,
  among: readonly Declared<G>[],
  group: G,
  { path, text }: { path: readonly PropertyKey[]; text: string | undefined },
): Finding[] {
  if (text === undefined) return [];
  if (isArn(text)) return arnProblems(place, ARN_KINDS[group], path, text);
  if (among.some(({ name }) => name === text)) return [];
  const names = among.flatMap(({ name }) => name ?? []);
  const rule = `must be the name of a ${GROUPS[group].kind} in ${group}, or an ARN`;
  const near = suggestions(text, names, "name");
  return [{ path, rule, found: text, ...(names.length === 0 ? { hint: `${group} declares none` } : near) }];
}

function arnProblems(place: Place, kind: ArnKind, path: readonly PropertyKey[], arn: string): Finding[] {
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
  const hint = NAME_PATTERN.test(name) ? undefined : "the name in it has 1 to 128 characters of A-Z a-z 0-9 _ -";
  return [{ path, rule: "is not an ARN of AWS Batch", found: arn, allowed, hint }];
}
