/** Rules of everything that a file declares: names, links, tags and how much there may be. */
import { isArn } from "../../../aws/arns";
import { type ArnKind, batchArn, nameInArn, partsOfBatchArn } from "../../../aws/batch/arns";
import { isWithin, QUOTAS } from "../../../aws/batch/limits";
import { NAME } from "../../../aws/batch/names";
import type { Place } from "../../../aws/place";
import { LONGEST_TAG_VALUE, MOST_TAGS, RESERVED_TAG_KEY, TAG_KEY_LENGTH, TAG_TEXT } from "../../../aws/tags";
import { groupBy } from "../../group-by";
import { suggestions } from "../../nearest";
import { GROUPS, type GroupName } from "../convention";
import { identityOf, type Declared } from "../model";
import { apiReference, serviceMessage, span, userGuide, type Finding, type Rule } from "./rule";

export const names: Rule = {
  demand: "A name has 1 to 128 letters, digits, _ and -",
  source: apiReference("CreateJobQueue"),
  severity: "error",
  check: ({ all }) =>
    all.flatMap(({ group, name, path }) => {
      if (name === undefined || NAME.test(name)) return [];
      const rule = `must be the name of a ${GROUPS[group].kind}`;
      const allowed = ["1 to 128 characters of A-Z a-z 0-9 _ -"];
      return [{ path: [...path, GROUPS[group].nameField], rule, found: name, allowed }];
    }),
};

export const uniqueNames: Rule = {
  demand: "A name is given once a kind; that of a quota share once a queue",
  source: serviceMessage("Object already exists"),
  severity: "error",
  check: (model) => [
    ...repetitions(model.serviceEnvironments),
    ...repetitions(model.schedulingPolicies),
    ...repetitions(model.jobQueues),
    ...[...groupBy(model.quotaShares, (share) => identityOf(model.jobQueueOf(share)))].flatMap(([queue, shares]) =>
      queue === undefined ? [] : repetitions(shares),
    ),
  ],
};

function repetitions(declared: readonly Declared<GroupName>[]): Finding[] {
  const first = new Map<string, string>();
  return declared.flatMap(({ group, key, name, path }) => {
    if (name === undefined) return [];
    const other = first.get(name);
    first.set(name, other ?? key);
    if (other === undefined) return [];
    const rule = `is already the name of the ${GROUPS[group].kind} ${other}`;
    return [{ path: [...path, GROUPS[group].nameField], rule, hint: `both are ${JSON.stringify(name)}` }];
  });
}

export const links: Rule = {
  demand:
    "What a request names is declared in the file, or is the ARN of something of the right kind in the same account and Region",
  source: serviceMessage("Only scheduling policy Arn can be allowed. / Service environments must be created and valid"),
  severity: "error",
  check: ({ context, serviceEnvironments, schedulingPolicies, jobQueues, quotaShares }) => [
    ...jobQueues.flatMap(({ path, request }) => [
      ...linkProblems(context, schedulingPolicies, "SchedulingPolicies", {
        path: [...path, "schedulingPolicyArn"],
        text: request.schedulingPolicyArn,
      }),
      ...(request.serviceEnvironmentOrder ?? []).flatMap((entry, index) =>
        linkProblems(context, serviceEnvironments, "ServiceEnvs", {
          path: [...path, "serviceEnvironmentOrder", index, "serviceEnvironment"],
          text: entry?.serviceEnvironment,
        }),
      ),
    ]),
    ...quotaShares.flatMap(({ path, request }) =>
      linkProblems(context, jobQueues, "TrainingJobQueues", { path: [...path, "jobQueue"], text: request.jobQueue }),
    ),
  ],
};

type Linked = Exclude<GroupName, "QuotaShares">;

const ARN_KINDS: Readonly<Record<Linked, ArnKind>> = {
  ServiceEnvs: "service-environment",
  SchedulingPolicies: "scheduling-policy",
  TrainingJobQueues: "job-queue",
};

function linkProblems<G extends Linked>(
  place: Place,
  among: readonly Declared<G>[],
  group: G,
  { path, text }: { path: readonly PropertyKey[]; text: string | undefined },
): Finding[] {
  if (text === undefined) return [];
  if (isArn(text)) return arnProblems(place, ARN_KINDS[group], path, text);
  if (among.some(({ name }) => name === text)) return [];
  const known = among.flatMap(({ name }) => name ?? []);
  const rule = `must be the name of a ${GROUPS[group].kind} in ${group}, or an ARN`;
  const near = suggestions(text, known, "name");
  return [{ path, rule, found: text, ...(known.length === 0 ? { hint: `${group} declares none` } : near) }];
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
  const hint = NAME.test(name) ? undefined : "the name in it has 1 to 128 characters of A-Z a-z 0-9 _ -";
  return [{ path, rule: "is not an ARN of AWS Batch", found: arn, allowed, hint }];
}

export const tags: Rule = {
  demand:
    `At most ${MOST_TAGS} tags with those of the environment; keys of ${span(TAG_KEY_LENGTH)} characters that do not ` +
    `begin with aws:, values of up to ${LONGEST_TAG_VALUE}`,
  source: "https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html",
  severity: "error",
  check: ({ all, context }) => all.flatMap((one) => [...tooManyTags(one, context.tags), ...unfitTags(one)]),
};

function tooManyTags({ path, request }: Declared<GroupName>, ofEnvironment: Readonly<Record<string, string>>) {
  const count = new Set([...Object.keys(ofEnvironment), ...Object.keys(request.tags ?? {})]).size;
  if (count <= MOST_TAGS || request.tags === undefined) return [];
  const hint = `${Object.keys(ofEnvironment).length} tags come from the environment`;
  return [{ path: [...path, "tags"], rule: "are too many", found: count, allowed: [`up to ${MOST_TAGS}`], hint }];
}

const CHARACTERS = "letters, digits, spaces and _ . : / = + - @";
const KEY = `${span(TAG_KEY_LENGTH)} ${CHARACTERS}, not beginning with aws:`;
const VALUE = `up to ${LONGEST_TAG_VALUE} ${CHARACTERS}`;

function unfitTags({ path, request }: Declared<GroupName>): Finding[] {
  return Object.entries(request.tags ?? {}).flatMap(([key, value = ""]) => {
    const place = [...path, "tags", key];
    const keyFits = isWithin(TAG_KEY_LENGTH, key.length) && !RESERVED_TAG_KEY.test(key) && TAG_TEXT.test(key);
    const valueFits = value.length <= LONGEST_TAG_VALUE && TAG_TEXT.test(value);
    return [
      ...(keyFits ? [] : [{ path: place, rule: "is not a key that a tag can have", allowed: [KEY] }]),
      ...(valueFits ? [] : [{ path: place, rule: "must be the value of a tag", found: value, allowed: [VALUE] }]),
    ];
  });
}

export const regionalQuotas: Rule = {
  demand: `At most ${QUOTAS.jobQueues} job queues and ${QUOTAS.serviceEnvironments} service environments a Region`,
  source: userGuide("service_limits"),
  severity: "error",
  check: ({ jobQueues, serviceEnvironments }) => [
    ...tooMany("TrainingJobQueues", "job queues", jobQueues.length, QUOTAS.jobQueues),
    ...tooMany("ServiceEnvs", "service environments", serviceEnvironments.length, QUOTAS.serviceEnvironments),
  ],
};

/** AWS keeps and deploys it all the same; a reader of the file takes it for what the queues go by. */
export const unused: Rule = {
  demand: "Some queue of the file uses each scheduling policy and each service environment",
  source: "our reading of AWS Batch: what no queue names has no effect on any job",
  severity: "warning",
  check: (model) => {
    const { schedulingPolicies, serviceEnvironments, jobQueues } = model;
    // A file without queues declares what those of other files name by its ARN.
    if (jobQueues.length === 0) return [];
    const used = new Set(
      jobQueues.flatMap((queue) => [
        identityOf(model.schedulingPolicyOf(queue)),
        identityOf(model.serviceEnvironmentOf(queue)),
      ]),
    );
    return [
      ...idle(schedulingPolicies, used, "schedulingPolicyArn"),
      ...idle(serviceEnvironments, used, "serviceEnvironment"),
    ];
  },
};

function idle(
  declared: readonly Declared<GroupName>[],
  used: ReadonlySet<unknown>,
  member: "schedulingPolicyArn" | "serviceEnvironment",
): Finding[] {
  return declared
    .filter((one) => !used.has(one))
    .map(({ path, name, key }) => {
      const hint = `name it in a queue (${member}: ${JSON.stringify(name ?? key)}), or take it out`;
      return { path, rule: "is used by no queue of the file", hint };
    });
}

function tooMany(group: string, what: string, count: number, most: number): Finding[] {
  if (count <= most) return [];
  const rule = `declares more ${what} than a Region can have`;
  return [{ path: [group], rule, found: count, allowed: [`up to ${most}`] }];
}
