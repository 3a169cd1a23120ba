import { JobOutputs } from "../../../../emulator/batch/jobs/job-outputs";
import type { EdgeRequest, EdgeResponse } from "../../../../emulator/edge/messages";
import { jsonAnswer } from "../../../../emulator/edge/messages";
import { PLACE } from "../account";

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

describe("what jobs leave", () => {
  it("is in S3, in the account of the job, before anybody who asks meanwhile is answered", async () => {
    const moto = slowMoto();
    const outputs = new JobOutputs(moto.forward);
    outputs.write(PLACE, [{ address: "s3://shared/a b/metrics.json", content: "{}" }]);
    const answered: string[] = [];
    const asking = ["one", "other"].map((name) => outputs.settled().then(() => answered.push(name)));
    await new Promise((resolve) => setImmediate(resolve));
    expect(answered).toEqual([]);
    moto.answer();
    await Promise.all(asking);

    expect(moto.put).toEqual([`PUT /shared/a%20b/metrics.json {} as ${PLACE.account}`]);
    await outputs.settled();
  });

  it("is lost when its bucket does not exist, and nothing fails", async () => {
    const moto = slowMoto();
    const outputs = new JobOutputs(moto.forward);
    outputs.write(PLACE, [{ address: "s3://nowhere/metrics.json", content: "{}" }]);
    moto.answer();

    await expect(outputs.settled()).resolves.toBeUndefined();
  });
});
