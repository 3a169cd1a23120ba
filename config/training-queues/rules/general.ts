/** Rules of everything that a file declares: names, links and how much there may be. */
import { QUOTAS } from "../../../aws/batch/limits";
import { identityOf } from "../../declarations/links";
import { idle, repeatedNames, tooMany, unfitNames } from "../../declarations/rules/general";
import { groupBy } from "../../group-by";
import { GROUPS } from "../convention";
import { apiReference, serviceMessage, userGuide, type Rule } from "./rule";

export const names: Rule = {
  demand: "A name has 1 to 128 letters, digits, _ and -",
  source: apiReference("CreateJobQueue"),
  severity: "error",
  check: ({ all }) => unfitNames(all, GROUPS),
};

export const uniqueNames: Rule = {
  demand: "A name is given once a kind; that of a quota share once a queue",
  source: serviceMessage("Object already exists"),
  severity: "error",
  check: (model) => [
    ...repeatedNames(model.serviceEnvironments, GROUPS),
    ...repeatedNames(model.schedulingPolicies, GROUPS),
    ...repeatedNames(model.jobQueues, GROUPS),
    ...[...groupBy(model.quotaShares, (share) => identityOf(model.jobQueueOf(share)))].flatMap(([queue, shares]) =>
      queue === undefined ? [] : repeatedNames(shares, GROUPS),
    ),
  ],
};

export const links: Rule = {
  demand:
    "What a request names is declared in the file, or is the ARN of something of the right kind in the same account and Region",
  source: serviceMessage("Only scheduling policy Arn can be allowed. / Service environments must be created and valid"),
  severity: "error",
  check: ({ links: { environments, policies, queues }, jobQueues, quotaShares }) => [
    ...jobQueues.flatMap(({ path, request }) => [
      ...policies.problems(
        [...path, "schedulingPolicyArn"],
        request.schedulingPolicyArn,
        wordsOf("SchedulingPolicies"),
      ),
      ...(request.serviceEnvironmentOrder ?? []).flatMap((entry, index) => {
        const place = [...path, "serviceEnvironmentOrder", index, "serviceEnvironment"];
        return environments.problems(place, entry?.serviceEnvironment, wordsOf("ServiceEnvs"));
      }),
    ]),
    ...quotaShares.flatMap(({ path, request }) =>
      queues.problems([...path, "jobQueue"], request.jobQueue, wordsOf("TrainingJobQueues")),
    ),
  ],
};

const wordsOf = (group: keyof typeof GROUPS) => ({ group, kind: GROUPS[group].kind });

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
