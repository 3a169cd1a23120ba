import { historyLogGroup } from "../../config/job-history/names";
import type { Grant } from "../grant";
import { arn, inRegion, type Scope } from "../scope";

const UNRESTRICTED = "AWS restricts this to no resource (Service Authorization Reference).";

/** Events, notifications, parameters and logs, as Terraform reads them. */
export function readMessages(scope: Scope): Grant[] {
  return [
    {
      sid: "ReadEvents",
      actions: [
        "events:DescribeEventBus",
        "events:DescribeRule",
        "events:ListTagsForResource",
        "events:ListTargetsByRule",
      ],
      resources: eventsOf(scope),
      reason: "Terraform reads the event bus, the rules and their targets.",
    },
    {
      sid: "ReadTopics",
      actions: ["sns:GetTopicAttributes", "sns:ListTagsForResource"],
      resources: [topics(scope)],
      reason: "Terraform reads the topic of the notifications.",
    },
    {
      sid: "ReadParameters",
      actions: ["ssm:GetParameter", "ssm:GetParameters", "ssm:ListTagsForResource"],
      resources: [parameters(scope)],
      reason: "Terraform reads the parameters, the input maps among them.",
    },
    {
      sid: "ListParameters",
      actions: ["ssm:DescribeParameters"],
      resources: ["*"],
      conditions: inRegion(scope),
      reason: "Terraform reads a parameter's description and type so.",
      unnamed: UNRESTRICTED,
    },
    {
      sid: "ListLogGroups",
      actions: ["logs:DescribeLogGroups"],
      resources: ["*"],
      conditions: inRegion(scope),
      reason: "Terraform reads a log group so.",
      unnamed: UNRESTRICTED,
    },
    {
      sid: "ReadLogGroups",
      actions: ["logs:ListTagsForResource"],
      resources: logGroupsOf(scope),
      reason: "Terraform reads the tags of the log groups; nobody who deploys reads a log.",
    },
    ...historyGrants(scope, {
      sid: "ReadLogPolicies",
      actions: ["logs:DescribeResourcePolicies"],
      reason: "Terraform reads who may write into the log group that remembers jobs.",
    }),
  ];
}

/** Events, notifications, parameters and logs, as Terraform makes, changes and removes them. */
export function writeMessages(scope: Scope): Grant[] {
  return [
    {
      sid: "Events",
      actions: [
        "events:CreateEventBus",
        "events:DeleteEventBus",
        "events:DeleteRule",
        "events:PutRule",
        "events:PutTargets",
        "events:RemoveTargets",
        "events:TagResource",
        "events:UntagResource",
      ],
      resources: eventsOf(scope),
      reason: "Terraform makes, changes and removes the event bus, the rules and their targets.",
    },
    {
      sid: "Topics",
      actions: ["sns:CreateTopic", "sns:DeleteTopic", "sns:SetTopicAttributes", "sns:TagResource", "sns:UntagResource"],
      resources: [topics(scope)],
      reason: "Terraform makes, changes and removes the topic.",
    },
    {
      sid: "Parameters",
      actions: ["ssm:AddTagsToResource", "ssm:DeleteParameter", "ssm:PutParameter", "ssm:RemoveTagsFromResource"],
      resources: [parameters(scope)],
      reason: "Terraform makes, changes and removes the parameters.",
    },
    {
      sid: "LogGroups",
      actions: [
        "logs:AssociateKmsKey",
        "logs:CreateLogGroup",
        "logs:DeleteLogGroup",
        "logs:DeleteRetentionPolicy",
        "logs:DisassociateKmsKey",
        "logs:PutRetentionPolicy",
        "logs:TagResource",
        "logs:UntagResource",
      ],
      resources: logGroupsOf(scope),
      reason: "Terraform makes, changes and removes the log groups.",
    },
    ...historyGrants(scope, {
      sid: "LogPolicies",
      actions: ["logs:DeleteResourcePolicy", "logs:PutResourcePolicy"],
      reason: "Terraform lets EventBridge write into the log group that remembers jobs.",
    }),
  ];
}

/** Policies of log groups are the account's. Nothing without a history. */
function historyGrants(scope: Scope, grant: Pick<Grant, "sid" | "actions" | "reason">): Grant[] {
  if (!scope.settings.job_history.enabled) return [];
  return [{ ...grant, resources: ["*"], conditions: inRegion(scope), unnamed: UNRESTRICTED }];
}

const eventsOf = (scope: Scope): string[] =>
  ["event-bus", "rule"].map((kind) => arn(scope, "events", `${kind}/${scope.prefix}-*`));
const topics = (scope: Scope): string => arn(scope, "sns", `${scope.prefix}-*`);
const parameters = (scope: Scope): string => arn(scope, "ssm", `parameter/${scope.prefix}-*`);

/** EventBridge, Step Functions and Lambda want their own heads of names. */
const logGroupsOf = (scope: Scope): string[] =>
  [
    `${scope.prefix}/batch/*`,
    `/aws/lambda/${scope.prefix}-*`,
    `/aws/vendedlogs/states/${scope.prefix}-*`,
    `${historyLogGroup(scope.prefix)}*`,
  ].map((name) => arn(scope, "logs", `log-group:${name}`));
