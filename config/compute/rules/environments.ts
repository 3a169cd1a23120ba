/** Rules of compute environments, whatever runs in them. */
import { ROLE_ARN } from "../../../aws/arns";
import type { Declared } from "../declarations";
import { apiReference, serviceMessage, wholeNumber, type Finding, type Rule } from "./rule";

/** The compute resources of an environment that has some, with their path. */
export function resourcesOf({ path, request }: Declared<"ComputeEnvs">) {
  const resources = request.computeResources;
  return resources === undefined ? [] : [{ path: [...path, "computeResources"], resources }];
}

export const managedResources: Rule = {
  demand:
    "An environment that is MANAGED has computeResources and no unmanagedvCpus; of one that is UNMANAGED it is the reverse",
  source: apiReference("CreateComputeEnvironment"),
  severity: "error",
  check: ({ computeEnvironments }) =>
    computeEnvironments.flatMap(({ path, request, isBroken }): Finding[] => {
      const { type, computeResources, unmanagedvCpus } = request;
      const at = [...path, "computeResources"];
      if (type === "UNMANAGED") {
        const rule = "has no place in an environment that is UNMANAGED: its instances are yours to start";
        return computeResources === undefined ? [] : [{ path: at, rule, hint: "leave it out, or make it MANAGED" }];
      }
      if (type === undefined) return [];
      const problems: Finding[] = [];
      if (computeResources === undefined && !isBroken("computeResources")) {
        const hint = "say at least its type, maxvCpus and, but on Fargate, instanceTypes";
        problems.push({ path: at, rule: "is missing, and a MANAGED environment needs it", hint });
      }
      if (unmanagedvCpus !== undefined) {
        const rule = "has no place in an environment that is MANAGED";
        problems.push({ path: [...path, "unmanagedvCpus"], rule, hint: "maxvCpus of computeResources says how many" });
      }
      return problems;
    }),
};

export const vcpus: Rule = {
  demand: "minvCpus is at most desiredvCpus, and that at most maxvCpus; each is a whole number from 0",
  source: serviceMessage("desiredvCpus should be between minvCpus and maxvCpus."),
  severity: "error",
  check: ({ computeEnvironments }) =>
    computeEnvironments.flatMap((environment) => [
      ...wholeNumber([...environment.path, "unmanagedvCpus"], environment.request.unmanagedvCpus),
      ...resourcesOf(environment).flatMap(({ path, resources }) => {
        const members = ["minvCpus", "desiredvCpus", "maxvCpus"] as const;
        const ranges = members.flatMap((member) => wholeNumber([...path, member], resources[member]));
        if (ranges.length > 0) return ranges;
        const { minvCpus: least = 0, maxvCpus: most = Infinity, desiredvCpus: desired = least } = resources;
        if (least > most) {
          return [
            { path: [...path, "minvCpus"], rule: "must be at most maxvCpus", found: least, allowed: [`0..${most}`] },
          ];
        }
        if (desired >= least && desired <= most) return [];
        const rule = "must be between minvCpus and maxvCpus";
        return [{ path: [...path, "desiredvCpus"], rule, found: desired, allowed: [`${least}..${most}`] }];
      }),
    ]),
};

/** AWS refuses to create one that is off, and lets one that is there be switched off. */
export const enabledAtFirst: Rule = {
  demand: "An environment is created ENABLED; only one that is live can be declared DISABLED",
  source: serviceMessage("Compute Environment must be created in ENABLED state."),
  severity: "warning",
  check: ({ computeEnvironments }) =>
    computeEnvironments
      .filter(({ request }) => request.state === "DISABLED")
      .map(({ path }) => {
        const hint = "right for one that is live, from which jobs shall move away";
        return { path: [...path, "state"], rule: "cannot be DISABLED when the environment is created", hint };
      }),
};

export const oneNetwork: Rule = {
  demand:
    "The network is looked up by tags or given: subnets with security groups, or with a launch template that has these; " +
    "neither list is empty",
  source: serviceMessage("Subnets are required. / Security group ids are required."),
  severity: "error",
  check: ({ computeEnvironments }) =>
    computeEnvironments.flatMap((environment) => {
      const { path: place, request } = environment;
      if (request.network !== undefined && request.type === "UNMANAGED") {
        const rule = "has no place in an environment that is UNMANAGED";
        return [{ path: [...place, "network"], rule, hint: "leave it out: its instances are yours to start" }];
      }
      return resourcesOf(environment).flatMap(({ path, resources }) => {
        const { subnets, securityGroupIds, launchTemplate } = resources;
        const isAlone = subnets !== undefined && securityGroupIds === undefined && launchTemplate === undefined;
        const hint = "those of the environment may be in another VPC";
        return [
          ...(["subnets", "securityGroupIds"] as const).flatMap((member) =>
            unfitList([...path, member], resources[member], request.network !== undefined),
          ),
          ...(isAlone && request.network === undefined && !environment.isBroken("computeResources")
            ? [{ path: [...path, "securityGroupIds"], rule: "is missing, and subnets need it", hint }]
            : []),
        ];
      });
    }),
};

function unfitList(
  path: readonly PropertyKey[],
  found: readonly unknown[] | undefined,
  isLookedUp: boolean,
): Finding[] {
  if (found === undefined) return [];
  if (isLookedUp) {
    return [{ path, rule: "cannot stand beside network, which looks it up by tags", hint: "keep one of the two" }];
  }
  if (found.length > 0) return [];
  return [
    {
      path,
      rule: "must have an entry",
      found: 0,
      allowed: ["1 or more"],
      hint: "leave it out for the environment's own",
    },
  ];
}

/** A name would do for an instance profile, which is no role. */
const PROFILE = /^(arn:aws[a-z-]*:iam::\d{12}:instance-profile\/[\w+=,.@/-]+|[\w+=,.@-]{1,128})$/;

export const roleArns: Rule = {
  demand: "serviceRole and spotIamFleetRole are ARNs of roles; instanceRole is an instance profile, by name or ARN",
  source: apiReference("ComputeResource"),
  severity: "error",
  check: ({ computeEnvironments }) =>
    computeEnvironments.flatMap((environment) => [
      ...unfitRole([...environment.path, "serviceRole"], environment.request.serviceRole),
      ...resourcesOf(environment).flatMap(({ path, resources: { spotIamFleetRole, instanceRole } }) => [
        ...unfitRole([...path, "spotIamFleetRole"], spotIamFleetRole),
        ...(instanceRole === undefined || PROFILE.test(instanceRole)
          ? []
          : [
              {
                path: [...path, "instanceRole"],
                rule: "must be the name or the ARN of an instance profile",
                found: instanceRole,
                allowed: ["arn:aws:iam::<account>:instance-profile/<name>"],
              },
            ]),
      ]),
    ]),
};

function unfitRole(path: readonly PropertyKey[], found: string | undefined): Finding[] {
  if (found === undefined || ROLE_ARN.test(found)) return [];
  const allowed = ["arn:aws:iam::<account>:role/<name>"];
  return [{ path, rule: "must be the ARN of a role", found, allowed, hint: "leave it out for the default" }];
}
