import { arnOf } from "../../aws/arns";
import { alertsOf } from "../../config/alerts";
import type { Grant } from "../grant";
import { arn, type Scope } from "../scope";

/** Alerts of the environment and of teams of shared compute, as Terraform reads them. */
export function readAlerts(scope: Scope): Grant[] {
  return [
    {
      sid: "ReadSubscriptions",
      actions: ["sns:GetSubscriptionAttributes"],
      resources: hasSubscribers(scope) ? [topics(scope)] : [],
      reason: "Terraform reads who is told of what failed.",
    },
    {
      sid: "ReadAlarms",
      actions: ["cloudwatch:DescribeAlarms", "cloudwatch:ListTagsForResource"],
      resources: ifAlerts(scope, alarms(scope)),
      reason: "Terraform reads the alarms.",
    },
    {
      sid: "ReadDashboard",
      actions: ["cloudwatch:GetDashboard"],
      resources: ifAlerts(scope, dashboards(scope)),
      reason: "Terraform reads the dashboard.",
      unnamed: "A dashboard belongs to no Region.",
    },
    {
      sid: "ReadDeadLetters",
      actions: ["sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:ListQueueTags"],
      resources: ifAlerts(scope, queues(scope)),
      reason: "Terraform reads the queue of alerts that could not be delivered; nobody who deploys reads a message.",
    },
  ];
}

/** Alerts, as Terraform makes, changes and removes them. */
export function writeAlerts(scope: Scope): Grant[] {
  return [
    {
      sid: "Subscriptions",
      actions: ["sns:Subscribe", "sns:Unsubscribe"],
      resources: hasSubscribers(scope) ? [topics(scope)] : [],
      reason: "Terraform subscribes the addresses that are told of what failed.",
    },
    {
      sid: "Alarms",
      actions: [
        "cloudwatch:DeleteAlarms",
        "cloudwatch:PutMetricAlarm",
        "cloudwatch:TagResource",
        "cloudwatch:UntagResource",
      ],
      resources: ifAlerts(scope, alarms(scope)),
      reason: "Terraform makes, changes and removes the alarms.",
    },
    {
      sid: "Dashboard",
      actions: ["cloudwatch:DeleteDashboards", "cloudwatch:PutDashboard"],
      resources: ifAlerts(scope, dashboards(scope)),
      reason: "Terraform makes, changes and removes the dashboard.",
    },
    {
      sid: "DeadLetters",
      actions: ["sqs:CreateQueue", "sqs:DeleteQueue", "sqs:SetQueueAttributes", "sqs:TagQueue", "sqs:UntagQueue"],
      resources: ifAlerts(scope, queues(scope)),
      reason: "Terraform makes, changes and removes the queue of alerts that could not be delivered.",
    },
  ];
}

const hasAlerts = ({ settings }: Scope): boolean => alertsOf(settings) !== undefined;

const hasSubscribers = (scope: Scope): boolean => hasAlerts(scope) || scope.compute !== undefined;

/** A statement without resources is left out. */
const ifAlerts = (scope: Scope, resource: string): string[] => (hasAlerts(scope) ? [resource] : []);

const topics = (scope: Scope): string => arn(scope, "sns", `${scope.prefix}-*`);
const alarms = (scope: Scope): string => arn(scope, "cloudwatch", `alarm:${scope.prefix}-*`);
const queues = (scope: Scope): string => arn(scope, "sqs", `${scope.prefix}-alerts-*`);
// Service Authorization Reference: arn:${Partition}:cloudwatch::${Account}:dashboard/${DashboardName}.
const dashboards = ({ place, prefix }: Scope): string =>
  arnOf({ partition: place.partition, account: place.account }, "cloudwatch", `dashboard/${prefix}-*`);
