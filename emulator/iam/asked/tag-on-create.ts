/**
 * Who tags what they create needs the permission to tag, too. Source: the page of each service on tags, e.g. AWS Batch User Guide, "Tag
 * your resources": "If tags are specified in the resource-creating action, AWS performs additional authorization on the
 * batch:TagResource action"; IAM User Guide, "Controlling access to AWS resources using tags".
 */
import { type ApiCall, arnHere, objectsIn, textIn } from "./api-call";
import { withoutStreams } from "./arn-template";
import { ruleOf } from "./reference";
import { requestTags } from "./request-tags";
import type { Keys, Need } from "./rules";

/** By signing name. */
const TAGGING: Readonly<Record<string, string>> = {
  athena: "athena:TagResource",
  batch: "batch:TagResource",
  cloudfront: "cloudfront:TagResource",
  dynamodb: "dynamodb:TagResource",
  ec2: "ec2:CreateTags",
  ecr: "ecr:TagResource",
  ecs: "ecs:TagResource",
  elasticfilesystem: "elasticfilesystem:TagResource",
  elasticloadbalancing: "elasticloadbalancing:AddTags",
  events: "events:TagResource",
  firehose: "firehose:TagDeliveryStream",
  glue: "glue:TagResource",
  kms: "kms:TagResource",
  lambda: "lambda:TagResource",
  logs: "logs:TagResource",
  monitoring: "cloudwatch:TagResource",
  rds: "rds:AddTagsToResource",
  sagemaker: "sagemaker:AddTags",
  secretsmanager: "secretsmanager:TagResource",
  sns: "sns:TagResource",
  sqs: "sqs:TagQueue",
  ssm: "ssm:AddTagsToResource",
  states: "states:TagResource",
};

/** IAM has an action for each kind. */
const IN_IAM: Readonly<Record<string, string>> = {
  CreateInstanceProfile: "iam:TagInstanceProfile",
  CreateOpenIDConnectProvider: "iam:TagOpenIDConnectProvider",
  CreatePolicy: "iam:TagPolicy",
  CreateRole: "iam:TagRole",
  CreateUser: "iam:TagUser",
};

const MAKING = /^(Create|Put|Register|Submit|Run|Start|Allocate|Request|Import|Copy)/;

/** @param needs - what the call needs for itself */
export async function taggingNeeds(call: ApiCall, needs: readonly Need[]): Promise<readonly Need[]> {
  const { service, operation = "" } = call;
  const action = service === "iam" ? IN_IAM[operation] : TAGGING[service];
  if (action === undefined || !MAKING.test(operation) || action.endsWith(`:${operation}`)) return [];
  if (requestTags(call.params).size === 0) return [];
  const keys = createActionKeys(service, operation);
  const plain = needs.map((need) => ({ ...need, resource: withoutStreams(need.resource) }));
  const resources = await tagged(call, action, plain);
  return [...new Set(resources)].map((resource) => ({ action, resource, keys }));
}

/** Of several resources that a call is asked on, the ones of the kind that it makes; all of them where that cannot be told. */
async function tagged(call: ApiCall, action: string, needs: readonly Need[]): Promise<readonly string[]> {
  const subject = (call.operation ?? "").replace(MAKING, "");
  const taggable = (await ruleOf(action))?.types ?? [];
  if (call.service === "ec2") return specified(call, needs);
  const made: string[] = [];
  for (const need of needs) {
    const types = (await ruleOf(need.action))?.types ?? [];
    if (types.some(({ name, template }) => isCalled(name, subject) && template.matches(need.resource)))
      made.push(need.resource);
  }
  if (made.length > 0) return made;
  const all = needs.map(({ resource }) => resource);
  const known = all.filter((resource) => taggable.some(({ template }) => template.matches(resource)));
  if (known.length > 0) return known;
  // What is made is not asked on by a name of its own; it gets one that is not known yet.
  const type = taggable.find(({ name, isRequired }) => isRequired || isCalled(name, subject));
  return type === undefined ? ["*"] : [type.template.fill(call.place, new Map())];
}

function isCalled(type: string, subject: string): boolean {
  return type.toLowerCase().replaceAll(/[^a-z0-9]/g, "") === subject.toLowerCase();
}

/** A request to EC2 says what kinds of things get its tags: EC2 User Guide, "Grant permission to tag resources during creation". */
function specified(call: ApiCall, needs: readonly Need[]): readonly string[] {
  const types = objectsIn(call.params, "tagspecifications", "tagspecification").flatMap(
    (specification) => textIn(specification, "resourcetype") ?? [],
  );
  return types.flatMap((type) => {
    const found = needs.filter(({ resource }) => resource.includes(`:${type}/`)).map(({ resource }) => resource);
    return found.length > 0 ? found : [arnHere(call, "ec2", `${type}/*`)];
  });
}

/** Keys by which policies allow to tag only what is being created. */
function createActionKeys(service: string, operation: string): Keys {
  if (service === "ec2") return { "ec2:CreateAction": operation };
  if (service === "ecs") return { "ecs:CreateAction": operation };
  return service === "sagemaker" ? { "sagemaker:TaggingAction": operation } : {};
}
