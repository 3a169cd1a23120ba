import { declaredRoles, onEcs } from "../../../../config/compute/rules/definitions";
import { roleNames, rolesApart, usedRoles } from "../../../../config/compute/rules/roles";
import {
  fewListeners,
  prefixesApart,
  prefixesInUse,
  sharesApart,
  sharesOfPolicy,
  sharesWanted,
  sharesWithEffect,
  tagsApart,
  teamNames,
  teamRoles,
  teamsApart,
  listenersHere,
} from "../../../../config/compute/rules/teams";
import { at, context } from "../fixture";
import type { RuleCases } from "./cases";

const role = "arn:aws:iam::123456789012:role/theirs";
const queue = "arn:aws:batch:eu-west-1:123456789012:job-queue/theirs";
const pod = { podProperties: { containers: [{ image: "i", resources: { limits: { cpu: "1", memory: "64Mi" } } }] } };
const nodes = { numNodes: 1, mainNode: 0, nodeRangeProperties: [{ targetNodes: "0:", eksProperties: pod }] };

const topics = (count: number) =>
  Array.from({ length: count }, (_, index) => `arn:aws:sns:eu-west-1:123456789012:topic-${index + 1}`);

export const teamCases: readonly RuleCases[] = [
  {
    rule: onEcs,
    complies: { "an instance, and Fargate": {} },
    violates: {
      "a pod": {
        changes: { [at.sum]: { jobDefinitionName: "finance-sum", type: "container", eksProperties: pod } },
        finds: [`${at.sum}.eksProperties has no place here: no queue of the file runs pods`],
      },
      "a node with a pod": {
        changes: { [at.sum]: { jobDefinitionName: "finance-sum", type: "multinode", nodeProperties: nodes } },
        finds: [
          `${at.sum}.nodeProperties.nodeRangeProperties[0].eksProperties has no place here: no queue of the file runs pods`,
        ],
      },
      "managed instances": {
        changes: { [`${at.sum}.platformCapabilities`]: ["MANAGED_INSTANCES"] },
        finds: [
          `${at.sum}.platformCapabilities[0] has no place here: no queue of the file is of ECS_MANAGED_INSTANCES, not "MANAGED_INSTANCES"`,
        ],
      },
    },
  },
  {
    rule: declaredRoles,
    complies: {
      "an ARN": { [`${at.train}.containerProperties.jobRoleArn`]: role },
      "in full": { [`${at.train}.containerProperties.jobRoleArn`]: "${role.trainer}" },
    },
    violates: {
      "a name that nobody declares": {
        changes: { [`${at.train}.containerProperties.jobRoleArn`]: "trainers" },
        finds: [
          `${at.train}.containerProperties.jobRoleArn must be the name of a job role in JobRoles, or an ARN, not "trainers"`,
        ],
      },
    },
  },
  {
    rule: roleNames,
    complies: { "all that IAM takes": { "JobRoles.TRAINER_ROLE_NAME": "a_B+=,.@-9" } },
    violates: {
      "a slash": {
        changes: { "JobRoles.TRAINER_ROLE_NAME": "jobs/trainer" },
        finds: ['JobRoles.TRAINER_ROLE_NAME must be the name of a role, not "jobs/trainer"'],
      },
      "one that comes with shared compute": {
        changes: { "JobRoles.TRAINER_ROLE_NAME": `${context.prefix}-dapf-compute-EXECUTION` },
        finds: [
          "JobRoles.TRAINER_ROLE_NAME is the name of a role that comes with shared compute, " +
            `not "${context.prefix}-dapf-compute-EXECUTION"`,
        ],
      },
    },
  },
  {
    rule: rolesApart,
    complies: { "another name": { "JobRoles.B_ROLE_NAME": "b", "JobRoles.B_ROLE_REQUEST": {} } },
    violates: {
      "in case only": {
        changes: { "JobRoles.B_ROLE_NAME": "Trainer", "JobRoles.B_ROLE_REQUEST": {} },
        finds: ['JobRoles.B_ROLE_NAME differs from trainer in case only, and IAM takes both for one, not "Trainer"'],
      },
    },
  },
  {
    rule: usedRoles,
    complies: { "by a team alone": { [`${at.train}.containerProperties.jobRoleArn`]: undefined } },
    violates: {
      "by nobody": {
        changes: { [`${at.train}.containerProperties.jobRoleArn`]: undefined, [`${at.ml}.roles`]: [] },
        finds: [`${at.trainer} is had by no definition and passed by no team`],
      },
    },
  },
  {
    rule: teamNames,
    complies: { longest: { "Teams.ML_TEAM_NAME": "m".repeat(64) } },
    violates: {
      "a dot": {
        changes: { "Teams.ML_TEAM_NAME": "m.l" },
        finds: ['Teams.ML_TEAM_NAME must be the name of a team, not "m.l"'],
      },
      "too long": {
        changes: { "Teams.ML_TEAM_NAME": "m".repeat(65) },
        finds: [`Teams.ML_TEAM_NAME must be the name of a team, not "${"m".repeat(65)}"`],
      },
    },
  },
  {
    rule: teamsApart,
    complies: { "names that differ": {} },
    violates: {
      "the same in capitals": {
        changes: { "Teams.FINANCE_TEAM_NAME": "ML" },
        finds: ['Teams.FINANCE_TEAM_NAME differs from ml in case only, and IAM takes both for one, not "ML"'],
      },
    },
  },
  {
    rule: teamRoles,
    complies: { "an ARN": { [`${at.ml}.roles`]: [role] } },
    violates: {
      "a name that nobody declares": {
        changes: { [`${at.ml}.roles`]: ["trainers"] },
        finds: [`${at.ml}.roles[0] must be the name of a job role in JobRoles, or the ARN of a role, not "trainers"`],
      },
      "another ARN": {
        changes: { [`${at.ml}.roles`]: [queue] },
        finds: [`${at.ml}.roles[0] must be the name of a job role in JobRoles, or the ARN of a role, not "${queue}"`],
      },
    },
  },
  {
    rule: sharesWanted,
    complies: { "no policy": { [`${at.ml}.queues`]: ["gpu"], [`${at.ml}.shareIdentifiers`]: [] } },
    violates: {
      "a policy, and no share": {
        changes: { [`${at.ml}.shareIdentifiers`]: undefined },
        finds: [`${at.ml}.shareIdentifiers must have an entry: the queue CPU has a fair-share policy`],
      },
    },
  },
  {
    rule: sharesWithEffect,
    complies: { "another's queue": { [`${at.ml}.queues`]: [queue] } },
    violates: {
      "no policy": {
        changes: { [`${at.ml}.queues`]: ["gpu"] },
        finds: [`${at.ml}.shareIdentifiers has no effect: none of the team's queues has a fair-share policy`],
      },
    },
  },
  {
    rule: sharesApart,
    complies: {
      "alike, in other queues": { [`${at.finance}.queues`]: ["light"], [`${at.finance}.shareIdentifiers`]: ["ml-a"] },
      "shorter than the prefix": { [`${at.finance}.shareIdentifiers`]: ["ml"] },
    },
    violates: {
      "covered by a prefix": {
        changes: { [`${at.finance}.shareIdentifiers`]: ["ml-a"] },
        finds: [
          `${at.finance}.shareIdentifiers[0] is that of the team ML (ml-*), which has the queue CPU, too, not "ml-a"`,
        ],
      },
      "covering a prefix": {
        changes: { [`${at.finance}.shareIdentifiers`]: ["finance", "m*"] },
        finds: [
          `${at.finance}.shareIdentifiers[1] is that of the team ML (ml-*), which has the queue CPU, too, not "m*"`,
        ],
      },
      "the same": {
        changes: { [`${at.ml}.shareIdentifiers`]: ["x"], [`${at.finance}.shareIdentifiers`]: ["x"] },
        finds: [`${at.finance}.shareIdentifiers[0] is that of the team ML (x), which has the queue CPU, too, not "x"`],
      },
    },
  },
  {
    rule: sharesOfPolicy,
    complies: {
      "of the policy's prefix": { [`${at.ml}.shareIdentifiers`]: ["mlops"] },
      "a policy elsewhere": {
        [`${at.cpuQueue}.schedulingPolicyArn`]: "arn:aws:batch:eu-west-1:123456789012:scheduling-policy/theirs",
        [`${at.ml}.shareIdentifiers`]: ["x"],
      },
    },
    violates: {
      "of no policy": {
        changes: { [`${at.finance}.shareIdentifiers`]: ["finances"] },
        finds: [
          `${at.finance}.shareIdentifiers[0] stands in no policy of the team's queues, and gets the weight 1, not "finances"`,
        ],
      },
    },
  },
  {
    rule: tagsApart,
    complies: { "one tag alike": { [`${at.ml}.tags`]: { team: "ml", cost: "42" } } },
    violates: {
      "all tags of another": {
        changes: { [`${at.ml}.tags`]: { cost: "42" } },
        finds: [`${at.ml}.tags are carried by the jobs of the team FINANCE, too`],
      },
      "the same tags": {
        changes: { [`${at.ml}.tags`]: { cost: "42", team: "finance" } },
        finds: [
          `${at.ml}.tags are carried by the jobs of the team FINANCE, too`,
          `${at.finance}.tags are carried by the jobs of the team ML, too`,
        ],
      },
      "no tags": {
        changes: { [`${at.ml}.tags`]: {} },
        finds: [`${at.ml}.tags must have an entry: by its tags a job is known for the team's`],
      },
      "the same tag in other letters, which IAM does not tell apart": {
        changes: { [`${at.ml}.tags`]: { TEAM: "finance" } },
        finds: [`${at.ml}.tags are carried by the jobs of the team FINANCE, too`],
      },
    },
  },
  {
    rule: listenersHere,
    complies: { "a topic of another account": { [`${at.ml}.notify`]: ["arn:aws:sns:eu-west-1:999999999999:theirs"] } },
    violates: {
      "a topic elsewhere": {
        changes: { [`${at.ml}.notify`]: ["ml@example.com", "arn:aws:sns:us-east-1:123456789012:far"] },
        finds: [`${at.ml}.notify[1] is in the Region us-east-1`],
      },
    },
  },
  {
    rule: fewListeners,
    complies: {
      "four topics, and addresses": { [`${at.ml}.notify`]: [...topics(4), "a@example.com", "b@example.com"] },
    },
    violates: {
      "five topics, and addresses": {
        changes: { [`${at.ml}.notify`]: [...topics(5), "a@example.com", "b@example.com"] },
        finds: [`${at.ml}.notify needs 6 topics, and a rule of EventBridge has at most 5 targets`],
      },
      "six topics": {
        changes: { [`${at.ml}.notify`]: topics(6) },
        finds: [`${at.ml}.notify needs 6 topics, and a rule of EventBridge has at most 5 targets`],
      },
    },
  },
  {
    rule: prefixesApart,
    complies: { "the same, for both": { [`${at.finance}.jobDefinitionPrefixes`]: ["finance-", "ml-"] } },
    violates: {
      "one within another": {
        changes: { [`${at.finance}.jobDefinitionPrefixes`]: ["finance-", "ml-sum-"] },
        finds: [`${at.finance}.jobDefinitionPrefixes[1] begins with "ml-", so that the team ML may submit these, too`],
      },
    },
  },
  {
    rule: prefixesInUse,
    complies: { "no definitions at all": { JobDefinitions: {} } },
    violates: {
      "of no definition": {
        changes: { [`${at.finance}.jobDefinitionPrefixes`]: ["finances-"] },
        finds: [`${at.finance}.jobDefinitionPrefixes[0] begins the name of no declared definition, not "finances-"`],
      },
    },
  },
];
