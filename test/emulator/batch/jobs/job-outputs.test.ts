import { JobOutputs } from "../../../../emulator/batch/jobs/job-outputs";
import type { EdgeRequest, EdgeResponse } from "../../../../emulator/edge/messages";
import { jsonAnswer } from "../../../../emulator/edge/messages";
import { StandInAuthority } from "../../authority-stand-in";
import { PLACE } from "../account";

const ROLE = "arn:aws:iam::123456789012:role/job";
const metrics = (bucket: string) => [{ address: `s3://${bucket}/a b/metrics.json`, content: "{}" }];

/** Moto that answers when it is told to. */
function slowMoto() {
  const put: string[] = [];
  const waiting: (() => void)[] = [];
  const forward = (request: EdgeRequest): Promise<EdgeResponse> =>
    new Promise((resolve) =>
      waiting.push(() => {
        put.push(`${request.method} ${request.url} ${request.body.toString()} as ${request.identity.account}`);
        resolve(request.url.includes("nowhere") ? { ...jsonAnswer({}), status: 404 } : jsonAnswer({}));
      }),
    );
  const answer = () => {
    for (const go of waiting.splice(0)) go();
  };
  return { forward, put, answer };
}

/** The credentials of a job. */
const ofJob = (authority: StandInAuthority) =>
  authority.assume(PLACE, { service: "ecs-tasks.amazonaws.com", roleArn: ROLE, sessionName: "task" });

describe("what jobs leave", () => {
  it("is in S3, put there as the job, before anybody who asks meanwhile is answered", async () => {
    const moto = slowMoto();
    const authority = new StandInAuthority();
    const outputs = new JobOutputs(authority, moto.forward);
    const left = outputs.write(PLACE, metrics("shared"), await ofJob(authority));
    const answered: string[] = [];
    const asking = ["one", "other"].map((name) => outputs.settled().then(() => answered.push(name)));
    await new Promise((resolve) => setImmediate(resolve));
    expect(answered).toEqual([]);
    moto.answer();
    await Promise.all(asking);

    expect(moto.put).toEqual([`PUT /shared/a%20b/metrics.json {} as ${PLACE.account}`]);
    expect(authority.called).toEqual(["assumed-role/job/task PutObject"]);
    await expect(left).resolves.toBeUndefined();
  });

  it("is lost when its bucket does not exist, and nothing fails", async () => {
    const moto = slowMoto();
    const authority = new StandInAuthority();
    const outputs = new JobOutputs(authority, moto.forward);
    const left = outputs.write(PLACE, metrics("nowhere"), await ofJob(authority));
    moto.answer();

    await expect(left).resolves.toBeUndefined();
  });

  it("is not there when the role may not put it, and what boto3 would have said is told", async () => {
    const moto = slowMoto();
    const authority = new StandInAuthority({ denied: ["PutObject"] });
    const outputs = new JobOutputs(authority, moto.forward);

    await expect(outputs.write(PLACE, metrics("shared"), await ofJob(authority))).resolves.toBe(
      "An error occurred (AccessDenied) when calling the PutObject operation: " +
        "assumed-role/job/task may not PutObject /shared/a%20b/metrics.json",
    );
    moto.answer();
    expect(moto.put).toEqual([]);
  });

  it("is not there when the job has no role", async () => {
    const outputs = new JobOutputs(new StandInAuthority(), slowMoto().forward);
    await expect(outputs.write(PLACE, metrics("shared"), undefined)).resolves.toBe(
      "NoCredentialsError: Unable to locate credentials",
    );
  });
});
