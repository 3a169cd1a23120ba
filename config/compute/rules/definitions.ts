/** Rules of job definitions that `config/containers`, which has those of every definition, cannot know. */
import { suggestions } from "../../nearest";
import { referencesIn } from "../references";
import { apiReference, type Finding, type Rule } from "./rule";

export const onEcs: Rule = {
  demand: "A job definition is for containers on Amazon ECS, with instances or on Fargate",
  source: apiReference("RegisterJobDefinition"),
  severity: "error",
  check: ({ jobDefinitions }) =>
    jobDefinitions.flatMap(({ path, request }): Finding[] => {
      const ranges = request.nodeProperties?.nodeRangeProperties ?? [];
      const pods = [
        ...(request.eksProperties === undefined ? [] : [["eksProperties"]]),
        ...ranges.flatMap((range, index) =>
          range?.eksProperties === undefined ? [] : [["nodeProperties", "nodeRangeProperties", index, "eksProperties"]],
        ),
      ];
      const allowed = ["containerProperties", "ecsProperties"];
      const isManaged = request.platformCapabilities?.[0] === "MANAGED_INSTANCES";
      return [
        ...pods.map((at) => ({
          path: [...path, ...at],
          rule: "has no place here: no queue of the file runs pods",
          allowed,
        })),
        ...(isManaged
          ? [
              {
                path: [...path, "platformCapabilities", 0],
                rule: "has no place here: no queue of the file is of ECS_MANAGED_INSTANCES",
                found: "MANAGED_INSTANCES",
                allowed: ["EC2", "FARGATE"],
              },
            ]
          : []),
      ];
    }),
};

export const declaredRoles: Rule = {
  demand: "A role that a definition names is declared in JobRoles, or is an ARN",
  source: apiReference("ContainerProperties"),
  severity: "error",
  check: ({ jobDefinitions, jobRoles }) => {
    const known = jobRoles.flatMap(({ name }) => name ?? []);
    return jobDefinitions.flatMap(({ path, references }) =>
      references.flatMap(({ path: at, text }) =>
        referencesIn(text).flatMap(({ kind, name }) => {
          if (kind !== "role" || name === undefined || known.includes(name)) return [];
          const near = known.length === 0 ? { hint: "JobRoles declares none" } : suggestions(name, known, "name");
          const rule = "must be the name of a job role in JobRoles, or an ARN";
          return [{ path: [...path, ...at], rule, found: name, ...near }];
        }),
      ),
    );
  },
};
