import * as fs from "node:fs";
import * as path from "node:path";
import {
  BatchClient as SdkClient,
  RegisterJobDefinitionCommand,
  UpdateComputeEnvironmentCommand,
} from "@aws-sdk/client-batch";
import { type BatchClient, batchClient } from "../../aws/services";
import { loadEnvironment } from "../../config/loader";
import { type Emulator, startEmulator } from "../../emulator";
import { findQueueDrift, listQueues } from "../../queues";
import { AwsCalls } from "../emulator/aws-calls";
import { batchRepository } from "../modules/batch-construct/support";
import { terraformIn } from "../support/terraform";
import { compute } from "./shared-compute-fixture";
import { synthesizeComputePlatform } from "./shared-compute-stack";

const [name, account, region] = ["churn", "123456789012", "eu-west-1"];

/** What Terraform's own provider makes of the declarations is what `dapf queues` takes them for. */
describe("shared compute that was deployed", () => {
  jest.setTimeout(300_000);
  let emulator: Emulator;
  let root: string;
  let batch: BatchClient;
  let sdk: SdkClient;

  const environment = () => loadEnvironment(root, name);
  const drift = async () =>
    (await findQueueDrift(environment(), batch)).map(({ kind, name: of, path: at, declared, live }) => {
      return `${kind} ${of}: ${at} ${declared ?? "-"} -> ${live ?? "-"}`;
    });

  beforeAll(async () => {
    emulator = await startEmulator();
    const { endpoint } = emulator;
    root = batchRepository({ settings: { compute: { path: "compute.json" } }, files: { "compute.json": compute() } });
    const calls = new AwsCalls(endpoint, account, region);
    await calls.json("secretsmanager", "secretsmanager.CreateSecret", {
      Name: "churn/key",
      SecretString: "sesame",
      ClientRequestToken: "00000000-0000-4000-8000-000000000000",
    });
    await calls.send(
      "elasticfilesystem",
      "POST",
      "/2015-02-01/file-systems",
      JSON.stringify({ CreationToken: "data", Tags: [{ Key: "Name", Value: "churn-data" }] }),
      { "content-type": "application/json" },
    );
    const terraform = await terraformIn({ folder: synthesizeComputePlatform(root, name), endpoint, account, region });
    await terraform.succeed("init", "-input=false");
    await terraform.succeed("apply", "-auto-approve", "-input=false", "-target=module.shared_compute");
    const keys = { AWS_ACCESS_KEY_ID: account, AWS_SECRET_ACCESS_KEY: "test", AWS_ENDPOINT_URL: endpoint };
    batch = batchClient({ region, variables: keys });
    sdk = new SdkClient({ region, endpoint, credentials: { accessKeyId: account, secretAccessKey: "test" } });
  });

  afterAll(async () => {
    batch.close();
    sdk.destroy();
    await emulator.stop();
    fs.rmSync(path.join(root, "cdktf.out"), { recursive: true, force: true });
  });

  it("has not drifted, and all of it is there", async () => {
    expect(await drift()).toEqual([]);
    const queues = await listQueues(environment(), batch);
    expect(queues.map(({ presence }) => presence)).toEqual(queues.map(() => "both"));
    expect(queues.length).toBeGreaterThan(0);
  });

  it("has drifted when somebody changes an environment and registers a revision by AWS's API", async () => {
    const { ComputeEnvs, JobDefinitions } = compute();
    const { computeEnvironmentName: computeEnvironment } = ComputeEnvs.CPU_CE_CREATE_REQUEST;
    await sdk.send(new UpdateComputeEnvironmentCommand({ computeEnvironment, computeResources: { maxvCpus: 99 } }));
    const { jobDefinitionName } = JobDefinitions.TRAIN_JD_REGISTER_REQUEST;
    const containerProperties = { image: "theirs", vcpus: 1, memory: 512 };
    await sdk.send(new RegisterJobDefinitionCommand({ jobDefinitionName, type: "container", containerProperties }));
    const found = await drift();
    expect(found).toContainEqual(
      expect.stringMatching(/^compute environment churn-cpu: computeResources.maxvCpus \d+ -> 99$/),
    );
    expect(found).toContainEqual(
      expect.stringMatching(/^job definition ml-train: containerProperties.image \S+ -> theirs$/),
    );
  });
});
