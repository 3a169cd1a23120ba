/**
 * Who hands a role to a service needs `iam:PassRole` on it. Source: IAM User Guide, "Grant a user permissions to pass a role to an
 * AWS service"; Service Authorization Reference, `iam:PassRole` with iam:PassedToService and iam:AssociatedResourceArn.
 */
import { ROLE_ARN, iamArn, isArn } from "../../../aws/arns";
import { jsonIn } from "../../edge/messages";
import { type ApiCall, arnHere, isObject, type Params, textIn } from "./api-call";
import type { Need } from "./rules";

/** Services that roles are handed to, where that is not `<signing name>.amazonaws.com`; by service, or service and member. */
const PASSED_TO: Readonly<Record<string, string>> = {
  // AWS Batch User Guide, "IAM execution role" and "Job role": both are taken by Amazon ECS tasks.
  "batch:jobrolearn": "ecs-tasks.amazonaws.com",
  "batch:executionrolearn": "ecs-tasks.amazonaws.com",
  "batch:servicerole": "batch.amazonaws.com",
  "batch:spotiamfleetrole": "spotfleet.amazonaws.com",
  // AWS Batch User Guide, "Submit a service job": the payload is a request of SageMaker's CreateTrainingJob.
  "batch:rolearn": "sagemaker.amazonaws.com",
  "ecs:taskrolearn": "ecs-tasks.amazonaws.com",
  "ecs:executionrolearn": "ecs-tasks.amazonaws.com",
  "rds:monitoringrolearn": "monitoring.rds.amazonaws.com",
};

/** Services whose requests name roles that they do not hand over. */
const NOT_PASSING = new Set([
  "iam",
  "sts",
  "kms",
  "s3",
  "lakeformation",
  "sqs",
  "sns",
  "secretsmanager",
  "ecr",
  "dynamodb",
]);
const CHANGING =
  /^(Create|Update|Put|Register|Submit|Start|Run|Associate|Modify|Request|Add|Set|Import|Restore|Send|Import|Replace)/;

export async function passedRoles(call: ApiCall): Promise<readonly Need[]> {
  const { service, operation = "" } = call;
  if (!CHANGING.test(operation)) return [];
  if (operation === "AddRoleToInstanceProfile") return roleOfProfile(call);
  if (NOT_PASSING.has(service) || !mayNameRole(call)) return [];
  const { params } = call;
  const found = [...rolesIn(params), ...payloadRoles(call)];
  const profiles = instanceProfiles(call);
  const needs = await Promise.all([
    ...found.map(async ([member, role]) => passRole(await roleArn(call, role), recipient(service, member), call)),
    ...profiles.map(async (name) => passRole(await roleInProfile(call, name), "ec2.amazonaws.com", call)),
  ]);
  return needs;
}

/** Whether it is worth while to look through a request: almost none has a role. */
function mayNameRole({ request, service }: ApiCall): boolean {
  const { body } = request;
  // Glue takes the name of a role as well; and instances have a profile, which is no role.
  return ["glue", "ec2", "batch"].includes(service) || body.includes(":role") || body.includes("%3Arole");
}

function passRole(resource: string, service: string, call: ApiCall): Need {
  return {
    action: "iam:PassRole",
    resource,
    keys: { "iam:PassedToService": service, "iam:AssociatedResourceArn": associated(call) },
  };
}

function recipient(service: string, member: string): string {
  return PASSED_TO[`${service}:${member}`] ?? PASSED_TO[service] ?? `${service}.amazonaws.com`;
}

/** Members called after a role whose value is one: `[name in lower case, ARN or name]`. */
function rolesIn(value: unknown, member = ""): readonly (readonly [string, string])[] {
  if (Array.isArray(value)) return value.flatMap((item: unknown) => rolesIn(item, member));
  if (isObject(value)) return Object.entries(value).flatMap(([name, inner]) => rolesIn(inner, name.toLowerCase()));
  return typeof value === "string" && member.includes("role") && isPassed(value) ? [[member, value]] : [];
}

/** A service has its own linked role without being given it: IAM User Guide, "Create a service-linked role". */
function isPassed(value: string): boolean {
  return ROLE_ARN.test(value) && !value.includes(":role/aws-service-role/");
}

/** What stands in texts: the payload of a service job, and Glue's name of a role. */
function payloadRoles({ service, operation, params }: ApiCall): readonly (readonly [string, string])[] {
  if (service === "batch" && operation === "SubmitServiceJob")
    return rolesIn(jsonIn(Buffer.from(textIn(params, "servicerequestpayload") ?? "{}")));
  if (service !== "glue") return [];
  const job = isObject(params.JobUpdate) ? params.JobUpdate : params;
  const role = textIn(job, "role");
  return role === undefined || isArn(role) ? [] : [["role", role]];
}

async function roleArn(call: ApiCall, role: string): Promise<string> {
  if (isArn(role)) return role;
  const live = await call.facts.arnOf("iam:role", call.place, role);
  return live ?? iamArn(call.place, `role/${role}`);
}

/** Instances get the role that is in a profile: EC2 User Guide, "Permissions to use roles"; AWS Batch API, instanceRole. */
function instanceProfiles({ service, params }: ApiCall): readonly string[] {
  const ofEc2 = service === "ec2" && isObject(params.IamInstanceProfile) ? params.IamInstanceProfile : {};
  const resources: Params = isObject(params.computeResources) ? params.computeResources : {};
  return [textIn(ofEc2, "arn", "name"), textIn(resources, "instancerole")].filter((name) => name !== undefined);
}

async function roleInProfile(call: ApiCall, profile: string): Promise<string> {
  const name = profile.slice(profile.lastIndexOf("/") + 1);
  const live = await call.facts.arnOf("iam:role-of-instance-profile", call.place, name);
  return live ?? iamArn(call.place, "role/*");
}

/** IAM API Reference, AddRoleToInstanceProfile: "The caller of this operation must be granted the PassRole permission". */
async function roleOfProfile(call: ApiCall): Promise<readonly Need[]> {
  const resource = await roleArn(call, textIn(call.params, "rolename") ?? "*");
  return [passRole(resource, "ec2.amazonaws.com", call)];
}

/** The resource that gets the role, where the request says enough of it. Source: IAM User Guide, iam:AssociatedResourceArn. */
function associated(call: ApiCall): string | undefined {
  const { service, operation = "", params } = call;
  const arn = (type: string, name: string | undefined) =>
    name === undefined ? undefined : arnHere(call, service, `${type}${name}`);
  if (service === "lambda") return arn("function:", textIn(params, "functionname"));
  if (service === "states") return textIn(params, "statemachinearn") ?? arn("stateMachine:", textIn(params, "name"));
  if (service === "glue" && operation === "CreateJob") return arn("job/", textIn(params, "name"));
  if (service === "glue" && operation === "UpdateJob") return arn("job/", textIn(params, "jobname"));
  return undefined;
}
