import { AwsCallError } from "../../aws/errors";
import { batchClient, ssmClient } from "../../aws/services";
import { FakeAws } from "../cli/fake-aws";
import { virtualTime } from "../jobs/engine/mortal";
import { standIn } from "./stand-in";

const throttled = () => Object.assign(new Error("slow down"), { $metadata: { httpStatusCode: 429 } });

/** Fails the first so many times. */
function busy(failures: number) {
  let calls = 0;
  const submitJob = () => {
    calls += 1;
    return calls <= failures ? Promise.reject(throttled()) : Promise.resolve({ jobId: "a", jobName: "train" });
  };
  return { client: standIn({ submitJob }, virtualTime(Math.random)), calls: () => calls };
}
const job = { jobName: "train", jobQueue: "cpu", jobDefinition: "d" };

describe("a call", () => {
  it("is repeated while it is throttled, at the rate that is asked for", async () => {
    const { client, calls } = busy(3);
    let taken = 0;
    const before = () => Promise.resolve(void (taken += 1));
    expect(await client.call("SubmitJob", job, { before })).toMatchObject({ jobId: "a" });
    expect([calls(), taken]).toEqual([4, 4]);
  });

  it("is made once when a second one might do the same once more", async () => {
    const { client, calls } = busy(1);
    const failure = await client.call("SubmitJob", job, { once: true }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(AwsCallError);
    expect(failure).toMatchObject({ service: "AWS Batch", operation: "SubmitJob", verdict: "throttled" });
    expect(calls()).toBe(1);
  });

  it("is repeated less often when it only looks", async () => {
    const { client, calls } = busy(100);
    await expect(client.quick.call("SubmitJob", job)).rejects.toThrow("AWS Batch throttled SubmitJob in eu-west-1");
    expect(calls()).toBeLessThanOrEqual(8);
  });
});

test("a list is read to its end, page by page, and no further than it is wanted", async () => {
  const asked: (string | undefined)[] = [];
  const client = standIn({
    listJobs: ({ nextToken }) => {
      asked.push(nextToken);
      const page = Number(nextToken ?? 0);
      const jobSummaryList = [{ jobId: `id-${page}`, jobName: "train" }];
      return Promise.resolve({ jobSummaryList, nextToken: page === 2 ? undefined : String(page + 1) });
    },
  });
  const found = await client.all("ListJobs", { jobQueue: "cpu" }, ({ jobSummaryList }) => jobSummaryList);
  expect(found.map(({ jobId }) => jobId)).toEqual(["id-0", "id-1", "id-2"]);
  expect(asked.splice(0)).toEqual([undefined, "1", "2"]);
  for await (const { nextToken } of client.pages("ListJobs", { jobQueue: "cpu" })) if (nextToken === "1") break;
  expect(asked).toEqual([undefined]);
});

describe("a connection", () => {
  const aws = new FakeAws();
  afterAll(() => aws.close());

  it("leads to the endpoint of its variables, one of a service before that of all", async () => {
    const { AWS_ENDPOINT_URL: endpoint, ...variables } = await aws.listen();
    aws.parameters.set("/a", "1");
    const nowhere = "http://127.0.0.1:9";
    const own = { ...variables, AWS_ENDPOINT_URL: nowhere, AWS_ENDPOINT_URL_SSM: endpoint };
    const ssm = ssmClient({ region: "eu-west-1", variables: own });
    expect((await ssm.call("GetParameter", { Name: "/a" })).Parameter?.Value).toBe("1");
    expect(batchClient({ region: "eu-west-1", variables: own }).endpoint).toBe(nowhere);
    ssm.close();
  });

  it("has the Region that is asked for before that of the variables", async () => {
    const variables = { AWS_REGION: "eu-west-1", AWS_DEFAULT_REGION: "eu-west-2" };
    expect(await batchClient({ variables }).region()).toBe("eu-west-1");
    expect(await batchClient({ region: "us-west-2", variables }).region()).toBe("us-west-2");
  });
});
