import { AttemptStarts } from "../../../../../emulator/batch/jobs/starts/attempt-starts";
import type { Needs } from "../../../../../emulator/batch/jobs/starts/needs";
import type { EdgeRequest, EdgeResponse } from "../../../../../emulator/edge/messages";
import { jsonAnswer, jsonBody, jsonError } from "../../../../../emulator/edge/messages";
import { StandInAuthority, type StandInOptions } from "../../../authority-stand-in";
import { PLACE } from "../../account";

const role = (name: string) => `arn:aws:iam::${PLACE.account}:role/${name}`;
const taskArn = `arn:aws:ecs:${PLACE.region}:${PLACE.account}:task/cluster/0123456789abcdef0123`;
const IMAGE = `${PLACE.account}.dkr.ecr.${PLACE.region}.amazonaws.com/train:3`;
const SECRET = `arn:aws:secretsmanager:${PLACE.region}:${PLACE.account}:secret:login-AbCdEf`;

const needs = (changes: Partial<Needs> = {}): Needs => ({
  isOnFargate: true,
  image: "train",
  jobRoleArn: role("job"),
  executionRoleArn: role("execution"),
  instanceProfile: undefined,
  secrets: [],
  log: { group: "/aws/batch/job", stream: "train/default/1" },
  makesLogGroup: true,
  taskArn,
  isCaller: true,
  ...changes,
});
const onEc2 = (changes: Partial<Needs> = {}) => needs({ isOnFargate: false, instanceProfile: "machine", ...changes });

/** A moto with an instance profile, a repository, a secret and a parameter. */
function moto(request: EdgeRequest): EdgeResponse {
  const xml = "<Roles><member><Arn>arn:aws:iam::123456789012:role/machine</Arn></member></Roles>";
  const body = jsonBody(request);
  switch (request.operation) {
    case "GetInstanceProfile":
      return { status: request.body.includes("=machine") ? 200 : 404, headers: {}, body: Buffer.from(xml) };
    case "DescribeRepositories":
      return JSON.stringify(body).includes("train")
        ? jsonAnswer({})
        : jsonError(400, "RepositoryNotFoundException", "");
    case "GetSecretValue":
      return body["SecretId"] === SECRET
        ? jsonAnswer({ SecretString: '{"user": "me"}' })
        : jsonError(400, "ResourceNotFoundException", "Secrets Manager can't find the specified secret.");
    case "DescribeLogGroups":
      return jsonAnswer({ logGroups: [{ logGroupName: "/team/jobs" }, { logGroupName: "/team/jobs-2" }] });
    case "GetParameters":
      return jsonAnswer({ Parameters: JSON.stringify(body).includes("/team/rate") ? [{ Value: "0.1" }] : [] });
    default:
      return jsonAnswer({});
  }
}

async function started(wanted: Needs, options: StandInOptions = {}) {
  const authority = new StandInAuthority(options);
  const starts = new AttemptStarts(authority, (request) => Promise.resolve(moto(request)));
  const start = await starts.prepare(PLACE, wanted);
  const told = "notStarted" in start ? (start.notStarted.reason ?? start.notStarted.statusReason) : undefined;
  return { start, told, authority };
}

describe("an attempt that starts", () => {
  it("gives the container its role, which ECS takes for the task", async () => {
    const { start, authority } = await started(needs());

    expect(start).toMatchObject({ credentials: { principal: { roleArn: role("job") } }, hasLog: true });
    const sessionName = "0123456789abcdef0123";
    const want = { service: "ecs-tasks.amazonaws.com", sessionName, sourceArn: taskArn };
    expect(authority.taken).toEqual([
      { ...want, roleArn: role("execution") },
      { ...want, roleArn: role("job") },
    ]);
  });

  it("asks as the execution role for the log", async () => {
    const { authority } = await started(needs());
    const session = "assumed-role/execution/0123456789abcdef0123";
    expect(authority.called).toEqual([`${session} CreateLogStream`, `${session} PutLogEvents`]);
  });

  it("is the machine's role where it has none of its own, as is who prepares it", async () => {
    const { start, authority } = await started(onEc2({ jobRoleArn: undefined, executionRoleArn: undefined }));

    expect(start).toMatchObject({ credentials: { principal: { roleArn: role("machine") } } });
    expect(authority.taken.map(({ service }) => service)).toEqual(["ec2.amazonaws.com"]);
    expect(authority.called).toContain("assumed-role/machine/i-0123456789abcdef0 CreateLogStream");
  });

  it("has nobody's credentials on Fargate without a role", async () => {
    const { start } = await started(needs({ jobRoleArn: undefined }));
    expect(start).toMatchObject({ credentials: undefined, hasLog: true });
  });

  it("does not miss a machine's role that is not there: nobody looks at machines here", async () => {
    const bare = onEc2({ jobRoleArn: undefined, executionRoleArn: undefined, instanceProfile: "absent" });
    expect((await started(bare)).start).toEqual({ credentials: undefined, secrets: {}, hasLog: true });
  });

  it("does not miss the role of a container that never calls", async () => {
    const { start } = await started(needs({ isCaller: false }), {
      roles: { [role("execution")]: ["ecs-tasks.amazonaws.com"] },
    });
    expect(start).toMatchObject({ credentials: undefined, hasLog: true });
  });

  it.each(["job", "execution"])("does not start when ECS may not take the %s role", async (name) => {
    const trusted = { [role("job")]: ["ecs-tasks.amazonaws.com"], [role("execution")]: ["ecs-tasks.amazonaws.com"] };
    const { start } = await started(needs(), { roles: { ...trusted, [role(name)]: ["ec2.amazonaws.com"] } });
    const statusReason = expect.stringMatching(`^ECS was unable to assume the role '${role(name)}'`) as unknown;
    expect(start).toEqual({ notStarted: { statusReason, reason: undefined } });
  });
});

describe("the image of an attempt", () => {
  it("is pulled with four permissions", async () => {
    const { authority } = await started(needs({ image: IMAGE }));
    const repository = `arn:aws:ecr:${PLACE.region}:${PLACE.account}:repository/train`;
    expect(authority.asked).toEqual([
      "ecr:GetAuthorizationToken *",
      `ecr:BatchCheckLayerAvailability ${repository}`,
      `ecr:BatchGetImage ${repository}`,
      `ecr:GetDownloadUrlForLayer ${repository}`,
    ]);
  });

  it.each([
    ["train", "no registry of AWS"],
    [IMAGE.replace("train", "absent"), "a repository that is not here"],
  ])("asks for nothing when it is %s: %s", async (image) => {
    expect((await started(needs({ image }))).authority.asked).toEqual([]);
  });

  it.each([
    [true, "ecr:GetAuthorizationToken", "ResourceInitializationError: unable to pull secrets or registry auth: "],
    [false, "ecr:GetAuthorizationToken", "CannotPullECRContainerError: AccessDeniedException: assumed-role/execution/"],
    [true, "ecr:BatchGetImage", "CannotPullContainerError: pull image manifest has been retried 1 time(s): "],
    [false, "ecr:BatchGetImage", "CannotPullContainerError: Error response from daemon: pull access denied for "],
  ])("cannot be pulled (Fargate: %s) without %s", async (isOnFargate, action, beginning) => {
    const { told } = await started(needs({ image: IMAGE, isOnFargate }), { denied: [action] });
    expect(told).toContain(`may not ${action}`);
    expect(told?.startsWith(beginning)).toBe(true);
  });
});

describe("the secrets of an attempt", () => {
  it.each([
    [SECRET, '{"user": "me"}'],
    [`${SECRET}:user::`, "me"],
    ["/team/rate", "0.1"],
    [`arn:aws:ssm:${PLACE.region}:${PLACE.account}:parameter/team/rate`, "0.1"],
  ])("are variables of the container: %s", async (valueFrom, value) => {
    const { start } = await started(needs({ secrets: [{ name: "KEY", valueFrom }] }));
    expect(start).toMatchObject({ secrets: { KEY: value } });
  });

  it.each([
    [true, SECRET, "GetSecretValue", `failed to fetch secret ${SECRET} from secrets manager: AccessDenied`],
    [true, "/team/rate", "GetParameters", "unable to retrieve secrets from ssm: "],
    [false, SECRET, "GetSecretValue", "Fetching secret data from AWS Secrets Manager"],
    [false, "/team/rate", "GetParameters", "Fetching secret data from SSM Parameter Store"],
  ])("keep it from starting (Fargate: %s) when %s may not be read", async (isOnFargate, valueFrom, denied, words) => {
    const { told } = await started(needs({ isOnFargate, secrets: [{ name: "KEY", valueFrom }] }), { denied: [denied] });
    expect(told).toContain(words);
    expect(told).toContain(`may not ${denied}`);
  });

  it.each([
    [SECRET.replace("login", "absent"), "Secrets Manager can't find the specified secret."],
    ["/absent", "invalid parameters: /absent"],
  ])("keep it from starting when they are not there: %s", async (valueFrom, words) => {
    expect((await started(needs({ secrets: [{ name: "KEY", valueFrom }] }))).told).toContain(words);
  });
});

describe("the log of an attempt", () => {
  it.each([
    [true, "ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: "],
    [false, "CannotStartContainerError: Error response from daemon: failed to initialize logging driver: "],
  ])("has to be made (Fargate: %s)", async (isOnFargate, beginning) => {
    const { told } = await started(needs({ isOnFargate }), { denied: ["CreateLogStream"] });
    expect(told?.startsWith(beginning)).toBe(true);
    expect(told).toContain("may not CreateLogStream");
  });

  it("stays empty when nothing may be written", async () => {
    expect((await started(needs(), { denied: ["PutLogEvents"] })).start).toMatchObject({ hasLog: false });
  });

  it.each([
    ["Fargate", needs, "ResourceInitializationError: failed to validate logger args: "],
    [
      "an instance",
      onEc2,
      "CannotStartContainerError: Error response from daemon: failed to initialize logging driver: ",
    ],
  ] as const)("has to have its group on %s", async (_, make, words) => {
    const inGroup = (group: string) => make({ log: { group, stream: "train/default/1" }, makesLogGroup: false });

    expect((await started(inGroup("/team/jobs"))).told).toBeUndefined();
    const { told } = await started(inGroup("/team/job"));
    expect(told).toContain(words);
    expect(told).toContain("ResourceNotFoundException: The specified log group does not exist.");
  });

  it("has to have its group where nobody's permissions are asked", async () => {
    const log = { group: "/team/job", stream: "train/default/1" };
    const bare = onEc2({ jobRoleArn: undefined, executionRoleArn: undefined, instanceProfile: "absent", log });
    expect((await started({ ...bare, makesLogGroup: false })).told).toContain("ResourceNotFoundException");
    expect((await started({ ...bare, makesLogGroup: true })).told).toBeUndefined();
  });

  it("is not asked for where the log goes elsewhere", async () => {
    expect((await started(needs({ log: undefined }))).authority.called).toEqual([]);
  });
});
