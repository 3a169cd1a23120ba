import type { ResourceRequirement } from "@aws-sdk/client-batch";
import type { ValueProblem } from "../../zod-problems";
import { amountOf, ec2SizeProblems, fargateSizeProblems } from "../resources";
import { consumableProblems } from "../rules/consumables";
import { containerProblems } from "../rules/container";
import { nodeProblems } from "../rules/nodes";
import { type Platform, platformOf } from "../rules/platform";
import { podProblems } from "../rules/pod";
import { retryProblems } from "../rules/retry";
import { ecsProblems } from "../rules/task";
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
  const { containerProperties: container, ecsProperties: ecs, eksProperties: eks, nodeProperties: nodes } = input;
  const platform = platformOf(input);
  const problems = [
    ...kindProblems(input, platform),
    ...retryProblems(input.retryStrategy, []),
    ...consumableProblems(input.consumableResourceProperties, ["consumableResourceProperties"]),
    ...(nodes === undefined ? [] : nodeProblems(nodes, ["nodeProperties"])),
    ...(ecs === undefined ? [] : ecsProblems(ecs, platform, ["ecsProperties"])),
    ...(eks === undefined ? [] : podProblems(eks.podProperties ?? {}, ["eksProperties", "podProperties"])),
  ];
  if (container === undefined) return problems;
  problems.push(...containerProblems(container, platform, [CONTAINER]));
  const path = [CONTAINER, "resourceRequirements"];
  for (const [type, example] of [
    ["VCPU", "4"],
    ["MEMORY", "16384"],
  ] as const) {
    if (amountOf(requirements, type) === undefined) {
      problems.push({ path, rule: `must have ${type}`, hint: `add {"type": "${type}", "value": "${example}"}` });
    }
  }
  const ofPlatform =
    platform === "FARGATE" ? fargateProblems(input, requirements) : ec2SizeProblems(requirements, [CONTAINER]);
  return [...problems, ...ofPlatform];
}

const PAGE = "AWS Batch API Reference, RegisterJobDefinition";

function kindProblems(input: DefinitionInput, platform: Platform): ValueProblem[] {
  const given = KINDS.filter((kind) => input[kind] !== undefined);
  if (input.type === "multinode") {
    const problems: ValueProblem[] = given.map((kind) => ({
      path: [kind],
      rule: "does not go with type multinode; use nodeProperties",
      source: PAGE,
    }));
    if (platform !== "EC2") {
      problems.push({ path: ["platformCapabilities"], rule: `cannot be ${platform} for type multinode`, source: PAGE });
    }
    if (input.nodeProperties !== undefined) return problems;
    return [...problems, { path: [], rule: "must have nodeProperties, because type is multinode" }];
  }
  const nodes: ValueProblem[] =
    input.nodeProperties === undefined ? [] : [{ path: ["nodeProperties"], rule: "needs type multinode" }];
  if (platform === "MANAGED_INSTANCES" && input.containerProperties !== undefined) {
    nodes.push({ path: [CONTAINER], rule: "does not go with MANAGED_INSTANCES; use ecsProperties", source: PAGE });
  }
  if (input.eksProperties !== undefined) {
    for (const member of ["propagateTags", "platformCapabilities"] as const) {
      const isGiven = member === "propagateTags" ? input[member] === true : (input[member] ?? []).length > 0;
      if (isGiven) nodes.push({ path: [member], rule: "does not go with eksProperties", source: PAGE });
    }
  }
  if (given.length === 1) return nodes;
  const [first, second] = given;
  if (first !== undefined) return [...nodes, { path: [second ?? first], rule: `cannot stand beside ${first}` }];
  return [...nodes, { path: [], rule: `must have one of ${KINDS.join(", ")}` }];
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
  if (container?.instanceType !== undefined) refuse("instanceType", "cannot stand in a definition for Fargate");
  if (container?.ulimits !== undefined) refuse("ulimits", "cannot stand in a definition for Fargate");
  return [...problems, ...fargateSizeProblems(requirements, [CONTAINER, "resourceRequirements"])];
}
