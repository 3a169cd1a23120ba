/** Rules of everything that a file declares: names, links and how much there may be. */
import { QUOTAS } from "../../../aws/batch/limits";
import { identityOf } from "../../declarations/links";
import { idle, repeatedNames, tooMany, unfitNames } from "../../declarations/rules/general";
import { GROUPS, type GroupName } from "../convention";
import { apiReference, serviceMessage, userGuide, type Rule } from "./rule";

export const names: Rule = {
  demand: "The name of an environment, a policy, a queue or a resource has 1 to 128 letters, digits, _ and -",
  source: apiReference("CreateComputeEnvironment"),
  severity: "error",
  check: ({ computeEnvironments, schedulingPolicies, jobQueues, consumableResources }) =>
    [computeEnvironments, schedulingPolicies, jobQueues, consumableResources].flatMap((group) =>
      unfitNames(group, GROUPS),
    ),
};

export const uniqueNames: Rule = {
  demand: "A name is given once a kind",
  source: serviceMessage("Object already exists"),
  severity: "error",
  check: (file) =>
    [
      file.computeEnvironments,
      file.schedulingPolicies,
      file.jobQueues,
      file.consumableResources,
      file.jobDefinitions,
      file.jobRoles,
      file.teams,
    ].flatMap((group) => repeatedNames(group, GROUPS)),
};

const wordsOf = (group: GroupName) => ({ group, kind: GROUPS[group].kind });

export const links: Rule = {
  demand:
    "What a queue, a definition or a team names is declared in the file, or is the ARN of something of the right kind in " +
    "the same account and Region",
  source: serviceMessage("Only scheduling policy Arn can be allowed. / Compute Environments must be created and valid"),
  severity: "error",
  check: ({ links: { environments, policies, queues, resources }, jobQueues, jobDefinitions, teams }) => [
    ...jobQueues.flatMap(({ path, request }) => [
      ...policies.problems(
        [...path, "schedulingPolicyArn"],
        request.schedulingPolicyArn,
        wordsOf("SchedulingPolicies"),
      ),
      ...(request.computeEnvironmentOrder ?? []).flatMap((entry, index) => {
        const place = [...path, "computeEnvironmentOrder", index, "computeEnvironment"];
        return environments.problems(place, entry?.computeEnvironment, wordsOf("ComputeEnvs"));
      }),
    ]),
    ...jobDefinitions.flatMap(({ path, request }) =>
      (request.consumableResourceProperties?.consumableResourceList ?? []).flatMap((entry, index) => {
        const place = [...path, "consumableResourceProperties", "consumableResourceList", index, "consumableResource"];
        return resources.problems(place, entry?.consumableResource, wordsOf("ConsumableResources"));
      }),
    ),
    ...teams.flatMap(({ path, request }) =>
      (request.queues ?? []).flatMap((text, index) =>
        queues.problems([...path, "queues", index], text, wordsOf("JobQueues")),
      ),
    ),
  ],
};

export const regionalQuotas: Rule = {
  demand: `At most ${QUOTAS.computeEnvironments} compute environments and ${QUOTAS.jobQueues} job queues a Region`,
  source: userGuide("service_limits"),
  severity: "error",
  check: ({ computeEnvironments, jobQueues }) => [
    ...tooMany("ComputeEnvs", "compute environments", computeEnvironments.length, QUOTAS.computeEnvironments),
    ...tooMany("JobQueues", "job queues", jobQueues.length, QUOTAS.jobQueues),
  ],
};

/** AWS keeps and deploys it all the same; a reader of the file takes it for what the queues go by. */
export const unused: Rule = {
  demand: "Some queue of the file uses each scheduling policy and each compute environment",
  source: "our reading of AWS Batch: what no queue names has no effect on any job",
  severity: "warning",
  check: (file) => {
    // A file without queues declares what those of other files name by its ARN.
    if (file.jobQueues.length === 0) return [];
    const used = new Set<unknown>(
      file.jobQueues.flatMap((queue) => [
        identityOf(file.schedulingPolicyOf(queue)),
        ...file.environmentsOf(queue).map(({ link }) => identityOf(link)),
      ]),
    );
    return [
      ...idle(file.schedulingPolicies, used, "schedulingPolicyArn"),
      ...idle(file.computeEnvironments, used, "computeEnvironment"),
    ];
  },
};
