/** Rules of compute environments of types FARGATE and FARGATE_SPOT. */
import { FARGATE_SECURITY_GROUPS, FARGATE_SUBNETS } from "../../../aws/batch/limits";
import { NOT_ON_FARGATE } from "../../../aws/batch/not-on-fargate";
import { environmentKind, type ComputeDeclarations } from "../declarations";
import { resourcesOf } from "./environments";
import { apiReference, type Rule } from "./rule";

const onFargate = ({ computeEnvironments }: ComputeDeclarations) =>
  computeEnvironments.filter((environment) => environmentKind(environment) === "FARGATE").flatMap(resourcesOf);

export const withoutInstances: Rule = {
  demand: `An environment of Fargate has none of ${NOT_ON_FARGATE.join(", ")}`,
  source: apiReference("ComputeResource"),
  severity: "error",
  check: (file) =>
    onFargate(file).flatMap(({ path, resources }) =>
      NOT_ON_FARGATE.filter((member) => resources[member] !== undefined).map((member) => {
        const hint = member === "tags" ? "tags of the request itself are those of the environment" : "leave it out";
        return { path: [...path, member], rule: "has no place in an environment of Fargate", hint };
      }),
    ),
};

export const fargateNetwork: Rule = {
  demand: `An environment of Fargate has at most ${FARGATE_SUBNETS} subnets and ${FARGATE_SECURITY_GROUPS} security groups`,
  source: apiReference("ComputeResource"),
  severity: "error",
  check: (file) =>
    onFargate(file).flatMap(({ path, resources }) =>
      (
        [
          ["subnets", FARGATE_SUBNETS],
          ["securityGroupIds", FARGATE_SECURITY_GROUPS],
        ] as const
      ).flatMap(([member, most]) => {
        const found = resources[member]?.length ?? 0;
        return found <= most
          ? []
          : [{ path: [...path, member], rule: "has too many entries", found, allowed: [`up to ${most}`] }];
      }),
    ),
};
