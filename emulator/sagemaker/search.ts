/** The expressions of Search. Source: SageMaker API Reference, SearchExpression, Filter, NestedFilters. */
import type { TrainingJob } from "@aws-sdk/client-sagemaker";
import { objectOf, textOf } from "../edge/messages";

type Body = Readonly<Record<string, unknown>>;

/** What a training job can be searched by: the first step of a filter's name. */
const PROPERTIES: Readonly<Record<keyof TrainingJob, true>> = {
  TrainingJobName: true,
  TrainingJobArn: true,
  TuningJobArn: true,
  LabelingJobArn: true,
  AutoMLJobArn: true,
  ModelArtifacts: true,
  TrainingJobStatus: true,
  SecondaryStatus: true,
  FailureReason: true,
  HyperParameters: true,
  AlgorithmSpecification: true,
  RoleArn: true,
  InputDataConfig: true,
  OutputDataConfig: true,
  ResourceConfig: true,
  WarmPoolStatus: true,
  VpcConfig: true,
  StoppingCondition: true,
  CreationTime: true,
  TrainingStartTime: true,
  TrainingEndTime: true,
  LastModifiedTime: true,
  SecondaryStatusTransitions: true,
  FinalMetricDataList: true,
  EnableNetworkIsolation: true,
  EnableInterContainerTrafficEncryption: true,
  EnableManagedSpotTraining: true,
  CheckpointConfig: true,
  TrainingTimeInSeconds: true,
  BillableTimeInSeconds: true,
  DebugHookConfig: true,
  ExperimentConfig: true,
  DebugRuleConfigurations: true,
  TensorBoardOutputConfig: true,
  DebugRuleEvaluationStatuses: true,
  ProfilerConfig: true,
  Environment: true,
  RetryStrategy: true,
  Tags: true,
  OutputModelPackageArn: true,
  ModelPackageConfig: true,
};

/** @returns the name of a filter that is no property of a training job */
export function unknownProperty(expression: Body): string | undefined {
  for (const filter of listIn(expression, "Filters")) {
    const name = textOf(filter["Name"]);
    if (!Object.hasOwn(PROPERTIES, name.split(".")[0] ?? "")) return name;
  }
  for (const { NestedPropertyName: nested } of listIn(expression, "NestedFilters")) {
    if (!Object.hasOwn(PROPERTIES, textOf(nested).split(".")[0] ?? "")) return textOf(nested);
  }
  for (const part of listIn(expression, "SubExpressions")) {
    const name = unknownProperty(part);
    if (name !== undefined) return name;
  }
  return undefined;
}

/** @param resource - as Search shows it */
export function satisfies(expression: Body, resource: Body): boolean {
  const results = [
    ...listIn(expression, "Filters").map((filter) => passes(filter, resource)),
    ...listIn(expression, "NestedFilters").map((nested) => hasOne(nested, resource)),
    ...listIn(expression, "SubExpressions").map((part) => satisfies(part, resource)),
  ];
  // "The default value is And."
  return expression["Operator"] === "Or" ? results.some(Boolean) : results.every(Boolean);
}

/** "A list of objects that contain ..."; one entry of the list has to pass all filters. */
function hasOne(nested: Body, resource: Body): boolean {
  const property = textOf(nested["NestedPropertyName"]);
  const entries = valueAt(resource, property);
  // The names of the filters begin with that of the list.
  const inEntry = (filter: Body): Body => ({ ...filter, Name: textOf(filter["Name"]).replace(`${property}.`, "") });
  const filters = listIn(nested, "Filters").map(inEntry);
  return Array.isArray(entries) && entries.some((entry) => filters.every((filter) => passes(filter, objectOf(entry))));
}

function passes(filter: Body, resource: Body): boolean {
  const found = valueAt(resource, textOf(filter["Name"]));
  const value = textOf(filter["Value"]);
  // "If Operator and a Value are not specified ... the property exists."
  const operator = textOf(filter["Operator"]) || (filter["Value"] === undefined ? "Exists" : "Equals");
  if (operator === "Exists") return found !== undefined;
  if (operator === "NotExists") return found === undefined;
  if (found === undefined) return operator === "NotEquals";
  if (operator === "Contains") return String(found).includes(value);
  if (operator === "In") return value.split(",").includes(String(found));
  const order = orderOf(found, value);
  switch (operator) {
    case "NotEquals":
      return order !== 0;
    case "GreaterThan":
      return order > 0;
    case "GreaterThanOrEqualTo":
      return order >= 0;
    case "LessThan":
      return order < 0;
    case "LessThanOrEqualTo":
      return order <= 0;
    default:
      return order === 0;
  }
}

/** Numbers as such, and times, which the answer has as seconds and a filter as ISO 8601. */
function orderOf(found: unknown, value: string): number {
  if (typeof found === "number") {
    const number = Number(value);
    return found - (Number.isNaN(number) ? Date.parse(value) / 1000 : number);
  }
  const text = String(found);
  return text < value ? -1 : Number(text > value);
}

/** `ResourceConfig.InstanceType`, `Tags.<key>`. */
function valueAt(resource: Body, name: string): unknown {
  const [first = "", ...rest] = name.split(".");
  if (first === "Tags") return tagOf(resource["Tags"], rest.join("."));
  return rest.reduce<unknown>((value, step) => objectOf(value)[step], resource[first]);
}

function tagOf(tags: unknown, key: string): unknown {
  if (key === "" || !Array.isArray(tags)) return tags;
  return tags.map(objectOf).find(({ Key }) => Key === key)?.["Value"];
}

function listIn(body: Body, member: string): Body[] {
  const list = body[member];
  return Array.isArray(list) ? list.map(objectOf) : [];
}
