/**
 * Source: Service Authorization Reference, "Actions, resources, and condition keys for AWS Batch"; AWS Batch User Guide, "Supported
 * resource-level permissions for AWS Batch API actions".
 */
import { isArn } from "../../../../aws/arns";
import {
  type ApiCall,
  type Params,
  arnHere,
  objectIn,
  objectsIn,
  textIn,
  textsIn,
  textsOf,
  memberOf,
} from "../api-call";
import type { Finder, Keys, ServiceRules } from "../rules";

export const BATCH: ServiceRules = {
  finders: {
    // The id of a job comes with the answer, so that a submission is asked for on `job/*`.
    job: (call) => ids(call, "job"),
    "service-job": (call) => ids(call, "service-job"),
    "compute-environment": among("computeEnvironmentOrder", "computeEnvironment", "compute-environment"),
    "service-environment": among("serviceEnvironmentOrder", "serviceEnvironment", "service-environment"),
    "job-definition": (call) => jobDefinition(call).filter((arn) => !hasRevision(arn)),
    "job-definition-revision": (call) => jobDefinition(call).filter(hasRevision),
    "quota-share": quotaShare,
  },
  keys: (call) => (call.operation === "RegisterJobDefinition" ? containerKeys(call.params) : {}),
};

function ids(call: ApiCall, type: string): readonly string[] | undefined {
  if (call.operation?.endsWith("Resource") === true) return undefined;
  if (call.operation?.startsWith("Submit") === true) return [arnHere(call, "batch", `${type}/*`)];
  return textsIn(call.params, "jobid").map((id) => (isArn(id) ? id : arnHere(call, "batch", `${type}/${id}`)));
}

/** What is named in a list of an order and a name each; the operations about it alone name it as others do. */
function among(list: string, member: string, type: string): Finder {
  return (call) => {
    const items = objectsIn(call.params, list.toLowerCase());
    if (items.length === 0) return undefined;
    return items
      .flatMap((item) => textIn(item, member.toLowerCase()) ?? [])
      .map((name) => (isArn(name) ? name : arnHere(call, "batch", `${type}/${name}`)));
  };
}

/** A job definition is given as its name, `name:revision` or an ARN. */
function jobDefinition(call: ApiCall): readonly string[] {
  return textsIn(call.params, "jobdefinition", "jobdefinitionname", "resourcearn")
    .filter((text) => !isArn(text) || text.includes(":job-definition/"))
    .map((text) => (isArn(text) ? text : arnHere(call, "batch", `job-definition/${text}`)));
}

function hasRevision(arn: string): boolean {
  return /:job-definition\/[^:]+:/.test(arn);
}

function quotaShare(call: ApiCall): readonly string[] | undefined {
  const [share, queue] = [textIn(call.params, "quotasharename"), textIn(call.params, "jobqueue")];
  if (share === undefined || queue === undefined) return undefined;
  const queueArn = isArn(queue) ? queue : arnHere(call, "batch", `job-queue/${queue}`);
  return [`${queueArn}/quota-share/${share}`];
}

function containerKeys(params: Params): Keys {
  const container = objectIn(params, "containerproperties");
  const log = objectIn(container, "logconfiguration");
  const options = objectIn(log, "options");
  const [pod] = [objectIn(objectIn(params, "eksproperties"), "podproperties")];
  const [eks = {}] = objectsIn(pod, "containers");
  const security = objectIn(eks, "securitycontext");
  return {
    "batch:Image": textIn(container, "image"),
    "batch:User": textIn(container, "user"),
    "batch:Privileged": textIn(container, "privileged"),
    "batch:LogDriver": textIn(log, "logdriver"),
    "batch:AWSLogsCreateGroup": textIn(options, "awslogs-create-group"),
    "batch:AWSLogsGroup": textIn(options, "awslogs-group"),
    "batch:AWSLogsRegion": textIn(options, "awslogs-region"),
    "batch:AWSLogsStreamPrefix": textIn(options, "awslogs-stream-prefix"),
    "batch:EKSImage": textIn(eks, "image"),
    "batch:EKSPrivileged": textIn(security, "privileged"),
    "batch:EKSRunAsUser": textIn(security, "runasuser"),
    "batch:EKSRunAsGroup": textIn(security, "runasgroup"),
    "batch:EKSServiceAccountName": textsOf(memberOf(pod, "serviceaccountname")),
  };
}
