import type { ResourceRequirement } from "@aws-sdk/client-batch";
import type { ValueProblem } from "../../../config/zod-problems";
import { amountOf, ec2SizeProblems, fargateSizeProblems } from "../resources";
import type { DefinitionInput } from "./shape";

const KINDS = ["containerProperties", "ecsProperties", "eksProperties"] as const;
const CONTAINER = "containerProperties";
const FARGATE_PAGE = "AWS Batch User Guide, Job definitions on Fargate";

/**
 * Rules that the shape does not know.
 *
 * @param requirements what the container needs, old members included
 */
export function definitionProblems(
  input: DefinitionInput,
  requirements: readonly ResourceRequirement[],
): ValueProblem[] {
  const container = input.containerProperties;
  const problems = [...kindProblems(input), ...retryProblems(input)];
  if (container === undefined) return problems;
  const path = [CONTAINER, "resourceRequirements"];
  for (const [type, example] of [
    ["VCPU", "4"],
    ["MEMORY", "16384"],
  ] as const) {
    if (amountOf(requirements, type) === undefined) {
      problems.push({ path, rule: `must have ${type}`, hint: `add {"type": "${type}", "value": "${example}"}` });
    }
  }
  for (const [index, { name }] of (container.environment ?? []).entries()) {
    if (name?.startsWith("AWS_BATCH") === true) {
      const rule = "must not begin with AWS_BATCH, which Batch keeps for itself";
      problems.push({ path: [CONTAINER, "environment", index, "name"], rule, found: name });
    }
  }
  return [
    ...problems,
    ...(isFargate(input) ? fargateProblems(input, requirements) : ec2SizeProblems(requirements, [CONTAINER])),
  ];
}

const isFargate = ({ platformCapabilities = [] }: DefinitionInput) => platformCapabilities.includes("FARGATE");

function kindProblems(input: DefinitionInput): ValueProblem[] {
  const given = KINDS.filter((kind) => input[kind] !== undefined);
  if (input.type === "multinode") {
    const problems = given.map((kind) => ({
      path: [kind],
      rule: "does not go with type multinode; use nodeProperties",
    }));
    if (input.nodeProperties !== undefined) return problems;
    return [...problems, { path: [], rule: "must have nodeProperties, because type is multinode" }];
  }
  const nodes = input.nodeProperties === undefined ? [] : [{ path: ["nodeProperties"], rule: "needs type multinode" }];
  if (given.length === 1) return nodes;
  const [first, second] = given;
  if (first !== undefined) return [...nodes, { path: [second ?? first], rule: `cannot stand beside ${first}` }];
  return [...nodes, { path: [], rule: `must have one of ${KINDS.join(", ")}` }];
}

function retryProblems({ retryStrategy }: DefinitionInput): ValueProblem[] {
  const rules = retryStrategy?.evaluateOnExit ?? [];
  const path = ["retryStrategy", "evaluateOnExit"];
  const empty = rules.flatMap(({ onExitCode, onReason, onStatusReason }, index): ValueProblem[] =>
    [onExitCode, onReason, onStatusReason].some((one) => one !== undefined)
      ? []
      : [{ path: [...path, index], rule: "must have one of onExitCode, onReason, onStatusReason" }],
  );
  if (rules.length === 0 || retryStrategy?.attempts !== undefined) return empty;
  return [...empty, { path, rule: "needs attempts beside it" }];
}

function fargateProblems(input: DefinitionInput, requirements: readonly ResourceRequirement[]): ValueProblem[] {
  const container = input.containerProperties;
  const problems: ValueProblem[] = [];
  const refuse = (member: string, rule: string, hint?: string) =>
    problems.push({ path: [CONTAINER, member], rule, hint, source: FARGATE_PAGE });
  if (container?.executionRoleArn === undefined) {
    problems.push({ path: [CONTAINER], rule: "must have executionRoleArn on Fargate", source: FARGATE_PAGE });
  }
  if (amountOf(requirements, "GPU") !== undefined) {
    refuse("resourceRequirements", "cannot have GPU on Fargate", 'use platformCapabilities ["EC2"]');
  }
  if (container?.privileged === true) refuse("privileged", "cannot be true on Fargate");
  if (container?.instanceType !== undefined) refuse("instanceType", "cannot stand in a definition for Fargate");
  if (container?.ulimits !== undefined) refuse("ulimits", "cannot stand in a definition for Fargate");
  return [...problems, ...fargateSizeProblems(requirements, [CONTAINER, "resourceRequirements"])];
}
