import type { ComputeEnvironmentDetail } from "@aws-sdk/client-batch";
import { partsOfArn } from "../../aws/arns";
import { architecturesOf, hasInstances } from "../capacity";
import { ABSENT, mapped, type Seen, there, UNSEEN, valueOf } from "../seen";
import { nameOf } from "../text";
import type { Work } from "./gather-job";
import { imageOf } from "./image";
import type { JobFacts } from "./job-facts";
import { networkOf } from "./network";
import { quotaOf } from "./quota";
import { roleOf } from "./role";
import { lookAtSecrets } from "./secrets";

const NO_ROLE = ["NoSuchEntity", "NoSuchEntityException"];
/** User Guide, "Using service-linked roles for AWS Batch". */
const LINKED_ROLE = "AWSServiceRoleForBatch";

/** What the machines of an environment need to join their cluster: 4 or 5 calls. */
export async function withMachines(
  work: Work,
  facts: JobFacts,
  environment: ComputeEnvironmentDetail,
): Promise<JobFacts> {
  const profileName = hasInstances(environment) ? environment.computeResources?.instanceRole : undefined;
  const [network, profile] = await Promise.all([
    environment.type === "UNMANAGED" ? undefined : networkOf(work, environment, facts.job, facts.place.region),
    profileName === undefined ? UNSEEN : profileOf(work, profileName),
  ]);
  const roles = mapped(profile, (found) => found.map(({ name }) => name));
  return {
    ...facts,
    start: { ...facts.start, network, profileName, profile: roles, roleArn: roleArnOf(facts, profile) },
  };
}

/** What the account needs for AWS Batch to get machines at all: 2 calls. */
export async function withAccount(
  work: Work,
  facts: JobFacts,
  environment: ComputeEnvironmentDetail,
): Promise<JobFacts> {
  const [quota, linkedRole] = await Promise.all([quotaOf(work, environment), linkedRoleOf(work, environment)]);
  return { ...facts, start: { ...facts.start, quota, linkedRole } };
}

/** What a container needs before it runs: its image, its role, its log group and its secrets, 3 calls or more. */
export async function withContainer(
  work: Work,
  facts: JobFacts,
  environment: ComputeEnvironmentDetail | undefined,
): Promise<JobFacts> {
  const { job, start } = facts;
  const roleArn = start.roleArn ?? job.container?.executionRoleArn;
  const logGroupName = logGroupOf(facts);
  const [image, logGroup, secrets, role] = await Promise.all([
    imageOf(work, job.container?.image),
    logGroupName === undefined ? UNSEEN : lookForGroup(work, logGroupName),
    lookAtSecrets(work, job),
    roleArn === undefined ? UNSEEN : roleOf(work, facts, roleArn),
  ]);
  const architectures = environment === undefined ? [] : architecturesOf(environment, job);
  return { ...facts, start: { ...start, image, architectures, logGroupName, logGroup, secrets, roleArn, role } };
}

interface Role {
  readonly name: string;
  readonly arn: string | undefined;
}

async function profileOf({ services, looks }: Work, profile: string): Promise<Seen<readonly Role[]>> {
  const InstanceProfileName = nameOf(partsOfArn(profile)?.resource ?? profile);
  const look = { what: "instance profile", needs: "iam:GetInstanceProfile", absent: NO_ROLE };
  const answer = await looks.at(look, () => services.iam.call("GetInstanceProfile", { InstanceProfileName }));
  return mapped(answer, ({ InstanceProfile }) =>
    (InstanceProfile?.Roles ?? []).map(({ RoleName = "", Arn }) => ({ name: RoleName, arn: Arn })),
  );
}

/** Amazon ECS Developer Guide, "Amazon ECS container instance IAM role": it does what an execution role would, where there is none. */
function roleArnOf({ job }: JobFacts, profile: Seen<readonly Role[]>): string | undefined {
  return job.container?.executionRoleArn ?? valueOf(profile)?.[0]?.arn;
}

/** An environment that names no other service role uses it. */
async function linkedRoleOf({ services, looks }: Work, environment: ComputeEnvironmentDetail): Promise<Seen<true>> {
  const { serviceRole } = environment;
  if (serviceRole !== undefined && serviceRole !== "" && nameOf(serviceRole) !== LINKED_ROLE) return UNSEEN;
  const look = { what: "service-linked role", needs: "iam:GetRole", absent: NO_ROLE };
  const answer = await looks.at(look, () => services.iam.call("GetRole", { RoleName: LINKED_ROLE }));
  return mapped(answer, () => true as const);
}

/** The group that the job names; AWS Batch makes its own at need, and so does the log driver when it is told to. */
function logGroupOf({ job, place }: JobFacts): string | undefined {
  const { logDriver = "awslogs", options = {} } = job.container?.logConfiguration ?? {};
  const { "awslogs-group": group, "awslogs-create-group": makes, "awslogs-region": region } = options;
  const isHere = region === undefined || region === place.region;
  return logDriver === "awslogs" && makes !== "true" && isHere ? group : undefined;
}

async function lookForGroup({ services, looks }: Work, logGroupNamePrefix: string): Promise<Seen<true>> {
  const look = { what: "log group", needs: "logs:DescribeLogGroups" };
  const answer = await looks.at(look, () => services.logs.call("DescribeLogGroups", { logGroupNamePrefix }));
  if (answer.kind !== "there") return answer;
  const isThere = (answer.value.logGroups ?? []).some(({ logGroupName }) => logGroupName === logGroupNamePrefix);
  return isThere ? there(true) : ABSENT;
}
