/** Requests of services with a REST protocol, as their API References have them: `operation method uri member:location:name ..`. */
import type { Route, RouteMember } from "../../../../emulator/iam/facts";

const TEXT: Readonly<Record<string, readonly string[]>> = {
  batch: [
    "CancelJob POST /v1/canceljob",
    "CreateComputeEnvironment POST /v1/createcomputeenvironment",
    "CreateJobQueue POST /v1/createjobqueue",
    "CreateQuotaShare POST /v1/createquotashare",
    "CreateServiceEnvironment POST /v1/createserviceenvironment",
    "DeregisterJobDefinition POST /v1/deregisterjobdefinition",
    "DescribeJobs POST /v1/describejobs",
    "GetJobQueueSnapshot POST /v1/getjobqueuesnapshot",
    "ListJobs POST /v1/listjobs",
    "ListTagsForResource GET /v1/tags/{resourceArn} resourceArn:uri:resourceArn",
    "RegisterJobDefinition POST /v1/registerjobdefinition",
    "SubmitJob POST /v1/submitjob",
    "SubmitServiceJob POST /v1/submitservicejob",
    "TagResource POST /v1/tags/{resourceArn} resourceArn:uri:resourceArn",
    "TerminateJob POST /v1/terminatejob",
    "TerminateServiceJob POST /v1/terminateservicejob",
    "UntagResource DELETE /v1/tags/{resourceArn} resourceArn:uri:resourceArn tagKeys:querystring:tagKeys",
    "UpdateJobQueue POST /v1/updatejobqueue",
  ],
  lambda: [
    "AddPermission POST /2015-03-31/functions/{FunctionName}/policy FunctionName:uri:FunctionName Qualifier:querystring:Qualifier",
    "CreateEventSourceMapping POST /2015-03-31/event-source-mappings",
    "CreateFunction POST /2015-03-31/functions",
    "DeleteEventSourceMapping DELETE /2015-03-31/event-source-mappings/{UUID} UUID:uri:UUID",
    "GetFunction GET /2015-03-31/functions/{FunctionName} FunctionName:uri:FunctionName Qualifier:querystring:Qualifier",
    "GetLayerVersion GET /2018-10-31/layers/{LayerName}/versions/{VersionNumber} LayerName:uri:LayerName VersionNumber:uri:VersionNumber",
    "Invoke POST /2015-03-31/functions/{FunctionName}/invocations FunctionName:uri:FunctionName Qualifier:querystring:Qualifier",
    "ListFunctions GET /2015-03-31/functions MasterRegion:querystring:MasterRegion FunctionVersion:querystring:FunctionVersion Marker:querystring:Marker MaxItems:querystring:MaxItems",
    "ListTags GET /2017-03-31/tags/{Resource} Resource:uri:Resource",
    "TagResource POST /2017-03-31/tags/{Resource} Resource:uri:Resource",
  ],
  scheduler: [
    "CreateSchedule POST /schedules/{Name} Name:uri:Name",
    "GetSchedule GET /schedules/{Name} GroupName:querystring:groupName Name:uri:Name",
  ],
  route53: [
    "ChangeResourceRecordSets POST /2013-04-01/hostedzone/{Id}/rrset/ HostedZoneId:uri:Id",
    "GetHostedZone GET /2013-04-01/hostedzone/{Id} Id:uri:Id",
    "ListHostedZones GET /2013-04-01/hostedzone Marker:querystring:marker MaxItems:querystring:maxitems DelegationSetId:querystring:delegationsetid HostedZoneType:querystring:hostedzonetype",
  ],
  s3: [
    "ListTagsForResource GET /v20180820/tags/{resourceArn+} AccountId:header:x-amz-account-id ResourceArn:uri:resourceArn",
  ],
  elasticfilesystem: [
    "CreateMountTarget POST /2015-02-01/mount-targets",
    "DescribeFileSystems GET /2015-02-01/file-systems MaxItems:querystring:MaxItems Marker:querystring:Marker CreationToken:querystring:CreationToken FileSystemId:querystring:FileSystemId",
  ],
};

export const ROUTES: Readonly<Record<string, readonly Route[]>> = Object.fromEntries(
  Object.entries(TEXT).map(([service, lines]) => [service, lines.map(route)] as const),
);

function route(line: string): Route {
  const [operation = "", method = "", uri = "", ...members] = line.split(" ");
  return { operation, method, uri, members: members.map(memberOf) };
}

function memberOf(text: string): RouteMember {
  const [member = "", location = "", name = ""] = text.split(":");
  if (location !== "uri" && location !== "querystring" && location !== "header") throw new Error(`no place: ${text}`);
  return { member, location, name };
}
