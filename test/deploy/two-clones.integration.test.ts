import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import * as fs from "node:fs";
import * as path from "node:path";
import { type ApplyCommandOptions, applyEnvironment, planEnvironment, StalePlanError } from "../../deploy";
import { appliedTo, clientEnvironment, DEFAULT_ACCOUNT, type Emulator, startEmulator } from "../../emulator";
import { until } from "../support/until";
import { temporaryFolder } from "./folders";
import { type Project, project } from "./project";

/*
 * Two clones know nothing of each other but the state in S3: what keeps them apart is Terraform's lock beside the state, and
 * that it applies no plan that was made on another state.
 */
const root = temporaryFolder();
const region = "eu-central-1";
const key = "dev.tfstate";
const unattended = { destroy: false, approve: undefined, outputs: false };

jest.setTimeout(120_000);

let emulator: Emulator;
let variables: NodeJS.ProcessEnv;
let s3: S3Client;
let bucket: string;
let count = 0;

beforeAll(async () => {
  emulator = await startEmulator();
  const { endpoint } = emulator;
  const base = { PATH: process.env.PATH, HOME: process.env.HOME, TF_CLI_CONFIG_FILE: "/dev/null" };
  variables = appliedTo(base, clientEnvironment({ endpoint, account: DEFAULT_ACCOUNT, region }));
  const credentials = { accessKeyId: DEFAULT_ACCOUNT, secretAccessKey: "test" };
  s3 = new S3Client({ endpoint, region, credentials, forcePathStyle: true });
});

afterAll(async () => {
  s3.destroy();
  await emulator.stop();
});

beforeEach(async () => {
  count += 1;
  bucket = `states-${count}`;
  const where = { CreateBucketConfiguration: { LocationConstraint: region } as const };
  await s3.send(new CreateBucketCommand({ Bucket: bucket, ...where }));
});

/** A clone whose resources write down that they were made, and with which value. */
function clone(name: string, values: Readonly<Record<string, string>>, seconds = 0): Project {
  const made = project(path.join(root, String(count), name));
  const s3Backend = { bucket, key, region, encrypt: true, use_lockfile: true };
  // What dapf's own stack has for the embedded AWS, where it keeps its state elsewhere.
  const local = { use_path_style: true, skip_credentials_validation: true, skip_requesting_account_id: true };
  const resources = Object.entries(values).map(([resource, value]) => {
    const command = `sleep ${seconds}; echo ${resource} ${value} >> "${ledgerFile()}"`;
    return [resource, { triggers_replace: value, provisioner: [{ "local-exec": { command } }] }];
  });
  made.synthScript({
    rootFile: {
      terraform: { backend: { s3: { ...s3Backend, ...local } } },
      resource: { terraform_data: Object.fromEntries(resources) },
    },
  });
  return { ...made, options: (more = {}) => made.options({ ...more, variables }) };
}

function deploy({ options }: Project, more: Partial<ApplyCommandOptions> = {}) {
  return applyEnvironment({ ...options(), ...unattended, ...more });
}

const ledgerFile = () => path.join(root, String(count), "ledger");
const ledger = () => (fs.existsSync(ledgerFile()) ? fs.readFileSync(ledgerFile(), "utf8").trim().split("\n") : []);
const isTold = ({ events }: Project, type: string) => events.some((event) => event.type === type);

/** Value by name of the resource, as the state in the bucket has it; the project's modules are of no interest here. */
async function state(): Promise<Readonly<Record<string, string>>> {
  const { Body: body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  // What Terraform writes; see "State" in its documentation.
  const { resources } = JSON.parse((await body?.transformToString()) ?? "") as {
    resources: {
      name: string;
      module?: string;
      instances: { attributes: { triggers_replace: { value: string } } }[];
    }[];
  };
  const ofRoot = resources.filter(({ module }) => module === undefined);
  return Object.fromEntries(
    ofRoot.map(({ name, instances }) => [name, instances[0]?.attributes.triggers_replace.value ?? ""]),
  );
}

async function objects(): Promise<string[]> {
  const { Contents: contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucket }));
  return contents.map(({ Key: name = "" }) => name);
}

test("a plan that was shown before the other clone deployed is refused, and nothing of it happens", async () => {
  const ours = clone("ours", { one: "ours", two: "ours" });
  const theirs = clone("theirs", { one: "theirs" });
  const approve = async () => {
    await deploy(theirs);
    return true;
  };

  await expect(deploy(ours, { approve })).rejects.toBeInstanceOf(StalePlanError);

  expect(ledger()).toEqual(["one theirs"]);
  await expect(state()).resolves.toEqual({ one: "theirs" });
  await expect(objects()).resolves.toEqual([key]);

  await deploy(ours);
  await expect(state()).resolves.toEqual({ one: "ours", two: "ours" });
});

test("a deploy waits while the other clone applies, and goes on from what that one has made", async () => {
  const ours = clone("ours", { one: "ours", two: "ours" }, 2);
  const theirs = clone("theirs", { one: "ours", two: "theirs", three: "theirs" });
  const first = deploy(ours);
  await until(() => isTold(ours, "operation-started"));

  const second = await deploy(theirs);

  await expect(first).resolves.toMatchObject({ applied: { summary: { failed: 0 } } });
  expect(isTold(theirs, "lock-wait")).toBe(true);
  expect(second.plan.changes.map(({ address, action }) => `${action} ${address}`).sort()).toEqual([
    "create terraform_data.three",
    "replace terraform_data.two",
  ]);
  expect(ledger().sort()).toEqual(["one ours", "three theirs", "two ours", "two theirs"]);
  await expect(state()).resolves.toEqual({ one: "ours", two: "theirs", three: "theirs" });
  await expect(objects()).resolves.toEqual([key]);
});

test("two that begin at the same moment lose nothing of each other's", async () => {
  const ours = clone("ours", { one: "ours", two: "ours" });
  const theirs = clone("theirs", { one: "theirs", three: "theirs" });

  const ends = await Promise.allSettled([deploy(ours), deploy(theirs)]);

  // Either they come one after the other, or one of them planned on a state that was no more.
  expect(ends.some(({ status }) => status === "fulfilled")).toBe(true);
  const after = await state();
  const made = Object.entries(after).map(([name, value]) => `${name} ${value}`);
  expect(ledger()).toEqual(expect.arrayContaining(made));
  const last = ledger().at(-1) ?? "";
  const expected = last.endsWith("ours") ? { one: "ours", two: "ours" } : { one: "theirs", three: "theirs" };
  expect(after).toEqual(expected);
  await expect(objects()).resolves.toEqual([key]);
});

test("plans of both clones go side by side with an open question, and change nothing", async () => {
  const ours = clone("ours", { one: "ours" });
  const theirs = clone("theirs", { one: "theirs" });
  const plan = () => planEnvironment({ ...theirs.options(), destroy: false, details: false });
  const approve = async () => {
    await expect(plan()).resolves.toMatchObject({ hasChanges: true });
    return true;
  };

  await expect(deploy(ours, { approve })).resolves.toMatchObject({ applied: { summary: { failed: 0 } } });

  await expect(plan()).resolves.toMatchObject({ changes: [{ address: "terraform_data.one", action: "replace" }] });
  expect(ledger()).toEqual(["one ours"]);
});
