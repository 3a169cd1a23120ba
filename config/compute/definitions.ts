/** How job definitions of a compute file are read: with defaults, references, and the rules of the CLI. */
import type { RegisterJobDefinitionRequest } from "@aws-sdk/client-batch";
import { arnOf, iamArn } from "../../aws/arns";
import { dnsSuffixOf } from "../../aws/partitions";
import { checkDefinition } from "../containers/definitions/read-definition";
import type { Reading } from "../declarations/declare";
import type { JobPolicy } from "../job-policy";
import { Written } from "../written";
import type { ComputeContext } from "./context";
import { computeNames } from "./names";
import { findReferences, type PlacedText, type ResourceReference, resolvedText, withTexts } from "./references";

const API = "AWS Batch API Reference, RegisterJobDefinition";

/** A definition as it was read. */
export interface DefinitionReading extends Reading<RegisterJobDefinitionRequest> {
  /** Where the request names something, in whose place something stands in it that has the right form. */
  readonly references: readonly PlacedText[];
}

/** @param input the value of a definition: of a member, or of a file */
export function readDefinition(input: unknown, context: ComputeContext): DefinitionReading {
  const complete = withDefaults(input, context);
  const { texts: references, problems: wrong } = findReferences(complete);
  const standIns = references.map(({ path, text }) => ({ path, text: resolvedText(text, standInFor(context)) }));
  const { request, read, problems } = checkDefinition(withTexts(complete, standIns), policyWithTags(context));
  // A text with a broken reference is none of the shape either.
  const told = new Set(wrong.map(({ path }) => path.join("\0")));
  const others = problems
    .filter(({ path }) => !told.has(path.join("\0")))
    .map((problem) => ({ source: API, ...problem }));
  const all = [...wrong, ...others];
  return { value: all.length === 0 ? request : undefined, read: request ?? read, problems: all, references };
}

/** Definitions get the environment's tags from Terraform. */
function policyWithTags({ policy, tags }: ComputeContext): JobPolicy {
  return { ...policy, requiredTags: policy.requiredTags.filter((tag) => (tags[tag] ?? "").trim() === "") };
}

/** @returns what has the form of that which a reference leads to, and is it where that is known before a deploy */
export function standInFor(context: ComputeContext): (reference: ResourceReference) => string {
  const { partition, region, account, prefix } = context;
  const names = computeNames(prefix);
  return ({ kind, name }) => {
    switch (kind) {
      case "role":
      case "execution_role":
        return iamArn({ partition, account }, `role/${name ?? names.executionRole}`);
      case "repository":
        return `${account}.dkr.ecr.${region}.${dnsSuffixOf(partition)}/${name ?? ""}`;
      case "log_group":
        return name ?? names.logGroup;
      case "file_system":
        return "fs-00000000";
      case "secret":
        return arnOf(context, "secretsmanager", `secret:${name ?? ""}`);
    }
  };
}

/** The role that starts containers, and where their logs go; in members and entries that have the form of the API. */
function withDefaults(input: unknown, { region }: ComputeContext): unknown {
  const log = {
    logDriver: "awslogs",
    options: {
      "awslogs-group": "${log_group}",
      "awslogs-region": region,
      "awslogs-stream-prefix": streamPrefix(input),
    },
  };
  const role = { executionRoleArn: "${execution_role}" };
  const container = (value: unknown) => beneath({ ...role, logConfiguration: log }, value);
  const ecs = (value: unknown) =>
    changed(value, {
      taskProperties: each((task) =>
        changed(beneath(role, task), { containers: each((one) => beneath({ logConfiguration: log }, one)) }),
      ),
    });
  return changed(input, {
    containerProperties: container,
    ecsProperties: ecs,
    nodeProperties: (nodes) =>
      changed(nodes, { nodeRangeProperties: each((range) => changed(range, { container, ecsProperties: ecs })) }),
  });
}

function streamPrefix(input: unknown): string {
  const name: unknown = isObject(input) ? input.jobDefinitionName : undefined;
  return typeof name === "string" ? name : "job";
}

type Change = (value: unknown) => unknown;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Written);

/** @returns the object with some members changed that it has */
function changed(value: unknown, changes: Readonly<Record<string, Change>>): unknown {
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, one]): [string, unknown] => {
    const change = Object.hasOwn(changes, key) ? changes[key] : undefined;
    return [key, change === undefined ? one : change(one)];
  });
  return Object.fromEntries(entries);
}

/** @returns the object with defaults for what it does not have */
function beneath(defaults: object, value: unknown): unknown {
  return isObject(value) ? { ...defaults, ...value } : value;
}

const each =
  (change: Change): Change =>
  (value) =>
    Array.isArray(value) ? value.map(change) : value;
