import * as fs from "node:fs";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import * as path from "node:path";
import { isSignedOut } from "../../aws/errors";
import { batchClient } from "../../aws/services";
import { temporaryFolder } from "../support/temporary-folder";

/** An AWS that knows one access key, and answers others as it answers those of a session that has ended. */
const aws = {
  key: "",
  /** Operation and access key of each request. */
  asked: [] as string[],
  server: http.createServer((request, response) => {
    const key = /Credential=([^/]+)/.exec(request.headers.authorization ?? "")?.[1] ?? "";
    aws.asked.push(`${(request.url ?? "").replace("/v1/", "")} ${key}`);
    const isGood = key === aws.key;
    response.statusCode = isGood ? 200 : 403;
    if (!isGood) response.setHeader("x-amzn-errortype", "ExpiredTokenException");
    response.end(JSON.stringify(isGood ? { jobs: [], jobId: "id", jobName: "a" } : { message: "token expired" }));
  }),
};
const variables = ["AWS_SHARED_CREDENTIALS_FILE", "AWS_CONFIG_FILE", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"];
const before = new Map(variables.map((name) => [name, process.env[name]]));
const file = (name: string) => path.join(folder, name);
const folder = temporaryFolder();
let endpoint = "";

/** The credentials of a file, as one writes them whose session begins. */
const signIn = (key: string) =>
  fs.writeFileSync(file("credentials"), `[me]\naws_access_key_id=${key}\naws_secret_access_key=s\n`);

beforeAll(async () => {
  await new Promise<void>((resolve) => aws.server.listen(0, "127.0.0.1", resolve));
  // Cast: a TCP server that listens has an address with a port.
  endpoint = `http://127.0.0.1:${(aws.server.address() as AddressInfo).port}`;
  for (const name of variables) Reflect.deleteProperty(process.env, name);
  process.env.AWS_SHARED_CREDENTIALS_FILE = file("credentials");
  process.env.AWS_CONFIG_FILE = file("config");
  const command = `${process.execPath} ${file("process.js")}`;
  fs.writeFileSync(file("config"), `[profile by-process]\ncredential_process = ${command}\n`);
  fs.writeFileSync(file("process.js"), `process.stdout.write(require("fs").readFileSync("${file("token")}", "utf8"))`);
});
afterAll(() => {
  for (const [name, value] of before) {
    if (value === undefined) Reflect.deleteProperty(process.env, name);
    else process.env[name] = value;
  }
  aws.server.closeAllConnections();
  aws.server.close();
});
beforeEach(() => {
  aws.asked.length = 0;
  aws.key = "FIRST";
  signIn("FIRST");
});

const client = (more: Readonly<Record<string, string>> = { AWS_PROFILE: "me" }) =>
  batchClient({ region: "eu-west-1", variables: { AWS_ENDPOINT_URL: endpoint, ...more } });
const look = (batch: ReturnType<typeof client>) => batch.call("DescribeJobs", { jobs: ["a"] });
const end = (key: string) => (aws.key = key);

describe("a session that ends while a command runs", () => {
  it("is followed by the next one when the profile's file has it by then: no call fails", async () => {
    const batch = client();
    await look(batch);
    end("SECOND");
    signIn("SECOND");
    expect(await look(batch)).toMatchObject({ jobs: [] });
    await look(batch);
    expect(aws.asked).toEqual([
      "describejobs FIRST",
      "describejobs FIRST",
      "describejobs SECOND",
      "describejobs SECOND",
    ]);
    batch.close();
  });

  it("fails the calls until somebody has signed in again", async () => {
    const batch = client();
    await look(batch);
    end("SECOND");
    const failure: unknown = await look(batch).catch((error: unknown) => error);
    expect(isSignedOut(failure)).toBe(true);
    expect(failure).toMatchObject({ code: "ExpiredTokenException", renews: true });
    signIn("SECOND");
    expect(await look(batch)).toMatchObject({ jobs: [] });
    batch.close();
  });

  it("is renewed once for many calls at once, and a job is submitted once", async () => {
    const batch = client();
    await look(batch);
    end("SECOND");
    signIn("SECOND");
    aws.asked.length = 0;
    const job = { jobName: "a", jobQueue: "q", jobDefinition: "d" };
    await Promise.all([...Array.from({ length: 8 }, () => look(batch)), batch.call("SubmitJob", job, { once: true })]);
    expect(aws.asked.filter((one) => one === "submitjob SECOND")).toHaveLength(1);
    expect(aws.asked.filter((one) => one.endsWith("SECOND"))).toHaveLength(9);
    batch.close();
  });

  it("is renewed by a process that gives credentials, too", async () => {
    const token = (AccessKeyId: string) =>
      fs.writeFileSync(file("token"), JSON.stringify({ Version: 1, AccessKeyId, SecretAccessKey: "s" }));
    token("FIRST");
    const batch = client({ AWS_PROFILE: "by-process" });
    await look(batch);
    end("SECOND");
    token("SECOND");
    expect(await look(batch)).toMatchObject({ jobs: [] });
    batch.close();
  });

  it("has no next one when the keys are in variables, and is not asked for", async () => {
    const batch = client({ AWS_ACCESS_KEY_ID: "FIRST", AWS_SECRET_ACCESS_KEY: "s" });
    await look(batch);
    end("SECOND");
    await expect(look(batch)).rejects.toMatchObject({ code: "ExpiredTokenException", renews: false });
    expect(aws.asked).toHaveLength(2);
    batch.close();
  });
});
