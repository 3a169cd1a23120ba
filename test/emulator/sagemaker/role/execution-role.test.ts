import { placeIn } from "../../../../aws/place";
import type { EdgeRequest, EdgeResponse } from "../../../../emulator/edge/messages";
import { jsonAnswer } from "../../../../emulator/edge/messages";
import { ExecutionRoles } from "../../../../emulator/sagemaker/role/execution-role";
import type { Work } from "../../../../emulator/sagemaker/role/work";
import { StandInAuthority, type StandInOptions } from "../../authority-stand-in";

const PLACE = placeIn("eu-west-1", "123456789012");
const ROLE = "arn:aws:iam::123456789012:role/trainer";
const SESSION = "assumed-role/trainer/SageMaker";

const work = (changes: Partial<Work> = {}): Work => ({
  kind: "Training",
  name: "job",
  roleArn: ROLE,
  image: "123456789012.dkr.ecr.eu-west-1.amazonaws.com/train:3",
  inputs: ["s3://in/data/"],
  outputs: [{ address: "s3://out/model.tar.gz", kmsKeyId: "key" }],
  logGroup: "/aws/sagemaker/TrainingJobs",
  ...changes,
});

/** A moto with a bucket of two objects, and every repository. */
function moto(request: EdgeRequest): EdgeResponse {
  if (request.operation !== "ListObjectsV2") return jsonAnswer({});
  if (!request.url.startsWith("/in?")) return { status: 404, headers: {}, body: Buffer.from("") };
  return { status: 200, headers: {}, body: Buffer.from("<Key>data/a &amp; b</Key><Key>data/c</Key>") };
}

async function outcome(changes: Partial<Work> = {}, options: StandInOptions = {}) {
  const authority = new StandInAuthority(options);
  const passed: EdgeRequest[] = [];
  const roles = new ExecutionRoles(authority, (request) => {
    passed.push(request);
    return Promise.resolve(moto(request));
  });
  return { outcome: await roles.outcomeOf(PLACE, work(changes)), authority, passed };
}

describe("the role of a job of SageMaker", () => {
  it("is taken as SageMaker does, for that job", async () => {
    const { authority } = await outcome();
    const sourceArn = "arn:aws:sagemaker:eu-west-1:123456789012:training-job/job";
    expect(authority.taken).toEqual([
      { service: "sagemaker.amazonaws.com", roleArn: ROLE, sessionName: "SageMaker", sourceArn },
    ]);
  });

  it("pulls, lists, reads, writes, logs and measures, and nothing is written by that", async () => {
    const { outcome: found, authority, passed } = await outcome();

    expect(found).toEqual({});
    expect(authority.called.map((call) => call.replace(`${SESSION} `, ""))).toEqual([
      ...["ListObjectsV2", "GetObject", "GetObject", "PutObject", "CreateLogStream", "PutLogEvents"],
    ]);
    expect(authority.asked.map((ask) => ask.split(" ")[0])).toEqual([
      "ecr:GetAuthorizationToken",
      "ecr:BatchCheckLayerAvailability",
      "ecr:BatchGetImage",
      "ecr:GetDownloadUrlForLayer",
      "cloudwatch:PutMetricData",
    ]);
    expect(passed.map(({ operation }) => operation)).toEqual(["DescribeRepositories", "ListObjectsV2"]);
  });

  it("has to be there, and to trust SageMaker", async () => {
    const { outcome: found } = await outcome({}, { roles: { [ROLE]: ["glue.amazonaws.com"] } });
    expect(found).toEqual({
      refusal:
        `Could not assume role ${ROLE}. Please ensure that the role exists and allows principal ` +
        "'sagemaker.amazonaws.com' to assume the role.",
    });
  });

  it.each([
    ["ecr:BatchGetImage", "ClientError: Cannot pull algorithm container. "],
    [
      "ListObjectsV2",
      "ClientError: Data download failed:Failed to download data. ListObjectsV2 failed for s3://in/data/: ",
    ],
    ["GetObject", "ClientError: Data download failed:Unable to download object s3://in/data/a & b (AccessDenied: "],
    ["PutObject", "ClientError: Artifact upload failed: s3://out/model.tar.gz: "],
  ])("makes the job fail when it lacks %s", async (denied, beginning) => {
    const { failure = "" } = (await outcome({}, { denied: [denied] })).outcome;
    expect(failure.startsWith(beginning)).toBe(true);
    expect(failure).toContain(`${SESSION} may not ${denied}`);
  });

  it.each([
    ["ListObjectsV2", "ClientError: Failed to download data. ListObjectsV2 failed for s3://in/data/: "],
    ["GetObject", "ClientError: Unable to download object s3://in/data/a & b (AccessDenied: "],
  ])("is told of a processing job in its own words: %s", async (denied, beginning) => {
    const { failure = "" } = (await outcome({ kind: "Processing" }, { denied: [denied] })).outcome;
    expect(failure.startsWith(beginning)).toBe(true);
  });

  it.each(["CreateLogStream", "PutLogEvents", "cloudwatch:PutMetricData"])("need not %s", async (denied) => {
    expect((await outcome({}, { denied: [denied] })).outcome).toEqual({});
  });

  it("reads nothing of a bucket that is not there", async () => {
    expect((await outcome({ inputs: ["s3://absent", "no address"] })).outcome).toEqual({});
  });
});
