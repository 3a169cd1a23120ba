/** What takes more than one field of a CreateTrainingJob request, each rule with who says so. */
import { z } from "zod";
import { INSTANCE_TYPES } from "../../../aws/sagemaker/instance-types";
import { nearestHint } from "../../../config/nearest";
import type { ValueProblem } from "../../../config/zod-problems";

const API = "https://docs.aws.amazon.com/sagemaker/latest/APIReference";

/** A field that rules look at; of the wrong kind it counts as absent, because the shape reports it. */
const seen = <S extends z.ZodType>(schema: S) => schema.optional().catch(undefined);
const list = <S extends z.ZodType>(entry: S) => seen(z.array(entry.catch(undefined as never)));

/** What the rules see of a request, however wrong the rest is. */
const view = z.object({
  AlgorithmSpecification: seen(z.object({ TrainingImage: seen(z.string()), AlgorithmName: seen(z.string()) })),
  InputDataConfig: list(
    z.object({
      ChannelName: seen(z.string()),
      DataSource: seen(z.record(z.string(), z.unknown())),
    }),
  ),
  ResourceConfig: seen(
    z.object({
      InstanceType: seen(z.string()),
      InstanceCount: seen(z.number()),
      KeepAlivePeriodInSeconds: seen(z.number()),
      InstanceGroups: list(z.object({ InstanceType: seen(z.string()), InstanceGroupName: seen(z.string()) })),
    }),
  ),
  StoppingCondition: seen(z.object({ MaxRuntimeInSeconds: seen(z.number()), MaxWaitTimeInSeconds: seen(z.number()) })),
  EnableManagedSpotTraining: seen(z.boolean()),
  Tags: list(z.object({ Key: seen(z.string()) })),
});
type View = z.output<typeof view>;
type Rule = (request: View) => readonly ValueProblem[];

const isThere = (value: unknown): boolean => value !== undefined;

const oneAlgorithm: Rule = ({ AlgorithmSpecification: algorithm }) => {
  const path = ["AlgorithmSpecification"];
  const source = `${API}/API_AlgorithmSpecification.html`;
  if (algorithm === undefined)
    return [{ path, rule: "must say what to run, with TrainingImage or AlgorithmName", source }];
  const named = [algorithm.TrainingImage, algorithm.AlgorithmName].filter(isThere).length;
  if (named === 1) return [];
  const rule = `must have ${named === 0 ? "one" : "only one"} of TrainingImage and AlgorithmName`;
  return [{ path, rule, source }];
};

const oneSourcePerChannel: Rule = ({ InputDataConfig: channels = [] }) =>
  channels.flatMap(({ DataSource: found } = { DataSource: undefined }, index) => {
    if (found === undefined || Object.keys(found).length === 1) return [];
    const allowed = ["S3DataSource", "FileSystemDataSource", "DatasetSource"];
    const rule = "must have exactly one source";
    const source = `${API}/API_DataSource.html`;
    return [{ path: ["InputDataConfig", index, "DataSource"], rule, allowed, source }];
  });

const namesOnce: Rule = ({ InputDataConfig: channels = [], ResourceConfig: resources, Tags: tags = [] }) => [
  ...repeated(channels.map((one) => one?.ChannelName)).map(([index, found]) => ({
    path: ["InputDataConfig", index, "ChannelName"],
    rule: "is the name of an earlier channel, too",
    found,
    source: `${API}/API_Channel.html`,
  })),
  ...repeated((resources?.InstanceGroups ?? []).map((one) => one?.InstanceGroupName)).map(([index, found]) => ({
    path: ["ResourceConfig", "InstanceGroups", index, "InstanceGroupName"],
    rule: "is the name of an earlier group, too",
    found,
    source: `${API}/API_InstanceGroup.html`,
  })),
  ...repeated(tags.map((one) => one?.Key)).map(([index, found]) => ({
    path: ["Tags", index, "Key"],
    rule: "is the key of an earlier tag, too",
    found,
    source: `${API}/API_Tag.html`,
  })),
];

/** AWS Batch reads from here how much of a queue's capacity the job takes. */
const oneKindOfCluster: Rule = ({ ResourceConfig: resources }) => {
  const path = ["ResourceConfig"];
  const source = `${API}/API_ResourceConfig.html`;
  if (resources === undefined) {
    return [
      { path, rule: "must say on what to run, with InstanceType and InstanceCount or with InstanceGroups", source },
    ];
  }
  const { InstanceType: type, InstanceCount: count, InstanceGroups: groups = [] } = resources;
  if (groups.length > 0) {
    if (type === undefined && count === undefined) return [];
    return [{ path, rule: "must have either InstanceGroups or InstanceType and InstanceCount", source }];
  }
  const missing = [type === undefined ? "InstanceType" : "", count === undefined ? "InstanceCount" : ""].filter(
    Boolean,
  );
  return missing.map((field) => ({
    path: [...path, field],
    rule: "is missing",
    hint: "or give InstanceGroups",
    source,
  }));
};

const spotWaits: Rule = ({
  EnableManagedSpotTraining: spot,
  StoppingCondition: stopping,
  ResourceConfig: resources,
}) => {
  const source = "https://docs.aws.amazon.com/sagemaker/latest/dg/model-managed-spot-training.html";
  const wait = stopping?.MaxWaitTimeInSeconds;
  const runtime = stopping?.MaxRuntimeInSeconds;
  const path = ["StoppingCondition", "MaxWaitTimeInSeconds"];
  if (spot !== true) {
    if (wait === undefined) return [];
    return [{ path, rule: "is for spot training", hint: "set EnableManagedSpotTraining, or leave it out", source }];
  }
  const problems: ValueProblem[] = [];
  if (wait === undefined) problems.push({ path, rule: "is missing: spot training needs it", source });
  else if (runtime !== undefined && wait < runtime) {
    problems.push({ path, rule: `must be at least MaxRuntimeInSeconds (${runtime})`, found: wait, source });
  }
  if ((resources?.KeepAlivePeriodInSeconds ?? 0) > 0) {
    const warm = "https://docs.aws.amazon.com/sagemaker/latest/dg/train-warm-pools.html";
    const rule = "has no place in spot training, which keeps no warm pool";
    problems.push({ path: ["ResourceConfig", "KeepAlivePeriodInSeconds"], rule, source: warm });
  }
  return problems;
};

const RULES: readonly Rule[] = [oneAlgorithm, oneSourcePerChannel, namesOnce, oneKindOfCluster, spotWaits];

/** @returns what is wrong between the fields of a request; its shape may be wrong, too. */
export function ruleProblems(request: unknown): ValueProblem[] {
  const seenAs = view.safeParse(request);
  return seenAs.success ? RULES.flatMap((rule) => rule(seenAs.data)) : [];
}

const known = new Set(INSTANCE_TYPES);

/** Warnings, because AWS adds instance types and the list here learns of them later. */
export function unknownInstanceTypes(request: unknown): ValueProblem[] {
  const resources = view.safeParse(request).data?.ResourceConfig;
  const named: [readonly PropertyKey[], string | undefined][] = [
    [["ResourceConfig", "InstanceType"], resources?.InstanceType],
    ...(resources?.InstanceGroups ?? []).map((group, index): [readonly PropertyKey[], string | undefined] => [
      ["ResourceConfig", "InstanceGroups", index, "InstanceType"],
      group?.InstanceType,
    ]),
  ];
  return named.flatMap(([path, found]) => {
    if (found === undefined || known.has(found)) return [];
    const hint = nearestHint(found, INSTANCE_TYPES, "instance type");
    return [
      { path, rule: "is no instance type that dapf knows", found, hint, source: `${API}/API_ResourceConfig.html` },
    ];
  });
}

function repeated(names: readonly (string | undefined)[]): [number, string][] {
  const taken = new Set<string>();
  return names.flatMap((name, index): [number, string][] => {
    const isTaken = name !== undefined && taken.has(name);
    if (name !== undefined) taken.add(name);
    return isTaken ? [[index, name]] : [];
  });
}
