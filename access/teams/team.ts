/** What the people and pipelines of a team may do with shared compute (docs/security.md, Teams). */
import { batchArn } from "../../aws/batch/arns";
import type { ComputeModel, TeamDeclaration } from "../../config/compute";
import type { Grant } from "../grant";
import { inRegion } from "../scope";
import { consumablesOf } from "./consumables";
import { streamsOf } from "./logs";
import { queuesOf, rolesOf } from "./named";
import { jobTags, submittingTags, taggingTags } from "./tags";

const JOB_IDS = "AWS Batch gives a job its id, so that its ARN cannot be known before.";
const UNRESTRICTED = "AWS restricts these to no resource (Service Authorization Reference).";

/**
 * Which actions AWS restricts to which resources, and by which keys:
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsbatch.html
 *
 * @returns what one team of an environment may do, a statement each, with its reason
 */
export function teamGrants(model: ComputeModel, team: TeamDeclaration): Grant[] {
  return [...submit(model, team), ...define(model, team), ...look(model, team)];
}

function submit(model: ComputeModel, team: TeamDeclaration): Grant[] {
  const { context, teams } = model;
  const jobs = batchArn(context, "job/*");
  const shares = team.request.shareIdentifiers;
  return [
    {
      sid: "SubmitJobs",
      actions: ["batch:SubmitJob"],
      resources: [jobs, ...queuesOf(model, team), ...definitionsOf(model, team), ...consumablesOf(model, team)],
      conditions: {
        ...submittingTags(team, teams),
        // A job of a queue without fair shares has no share; one of the others that has none is refused by AWS Batch. Which of
        // the resources have the key in their request, AWS's pages disagree on: the reference says jobs, the example of the
        // User Guide (iam-example-share-identifier) definitions and queues.
        ...(shares.length === 0
          ? { Null: { "batch:ShareIdentifier": "true" } }
          : { StringLikeIfExists: { "batch:ShareIdentifier": shares } }),
      },
      reason:
        "Its definitions to its queues, with its shares and its tags: queue, definition and job each need the right.",
      unnamed: JOB_IDS,
    },
    {
      sid: "TagsOfJobs",
      actions: ["batch:TagResource"],
      resources: [jobs],
      conditions: taggingTags(team, teams),
      reason: "A job is submitted with the tags of the team; no job of another team gets them later.",
      unnamed: JOB_IDS,
    },
    {
      sid: "EndJobs",
      actions: ["batch:CancelJob", "batch:TerminateJob"],
      resources: [jobs],
      conditions: jobTags(team),
      reason: "dapf jobs cancel and terminate: jobs with the tags of the team.",
      unnamed: JOB_IDS,
    },
  ];
}

function define(model: ComputeModel, team: TeamDeclaration): Grant[] {
  return [
    {
      sid: "Definitions",
      actions: ["batch:DeregisterJobDefinition", "batch:RegisterJobDefinition", "batch:TagResource"],
      resources: definitionsOf(model, team),
      reason: "dapf job-definition register and deregister: definitions whose names begin as the team's do.",
    },
    {
      sid: "ResourcesOfDefinitions",
      actions: ["batch:RegisterJobDefinition"],
      resources: consumablesOf(model, team),
      reason: "A definition may need what a declared definition of the team needs.",
    },
    {
      sid: "PassRoles",
      actions: ["iam:PassRole"],
      resources: rolesOf(model, team),
      conditions: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
      reason: "A definition names the roles of its containers.",
    },
  ];
}

function look(model: ComputeModel, team: TeamDeclaration): Grant[] {
  return [
    {
      sid: "Look",
      actions: [
        "batch:DescribeComputeEnvironments",
        "batch:DescribeJobDefinitions",
        "batch:DescribeJobQueues",
        "batch:DescribeJobs",
        "batch:DescribeSchedulingPolicies",
        "batch:ListConsumableResources",
        "batch:ListJobs",
      ],
      resources: ["*"],
      conditions: inRegion({ place: model.context }),
      reason: "How the jobs stand, and what is looked at before they are submitted.",
      unnamed: UNRESTRICTED,
    },
    {
      sid: "FrontsOfQueues",
      actions: ["batch:GetJobQueueSnapshot"],
      resources: queuesOf(model, team),
      reason: "dapf queues top: which jobs of its queues are next.",
    },
    {
      sid: "ConsumableResources",
      actions: ["batch:DescribeConsumableResource", "batch:ListJobsByConsumableResource"],
      resources: consumablesOf(model, team),
      reason: "How much there is of what its definitions need, and which jobs have it.",
    },
    {
      sid: "LogsOfJobs",
      actions: ["logs:GetLogEvents"],
      resources: streamsOf(model, team),
      reason: "dapf jobs logs: what jobs of its definitions have written.",
    },
  ];
}

/**
 * With and without a revision: a submission by name alone is asked for by the name, or by its newest revision
 * (https://docs.aws.amazon.com/batch/latest/userguide/iam-example-restrict-job-submission.html). By the name is enough here: no
 * statement looks at tags of definitions, which are only known of a revision
 * (https://docs.aws.amazon.com/batch/latest/userguide/iam-example-restrict-job-submission-by-tags.html).
 */
const definitionsOf = ({ context }: ComputeModel, { request }: TeamDeclaration): string[] =>
  request.jobDefinitionPrefixes.map((prefix) => batchArn(context, `job-definition/${prefix}*`));
