/** An embedded Batch on loopback with queues and definitions, for the commands about jobs. */
import { Batch } from "@aws-sdk/client-batch";
import type { BatchServiceOptions } from "../../emulator/batch/plumbing/service";
import { valid } from "../emulator/batch/account";
import { serveBatch } from "../emulator/batch/embedded";
import type { Loopback } from "../emulator/batch/loopback";
import type { FakeLogs } from "./engine/logs/fake-logs";
import { LogsHandler } from "./engine/logs/logs-handler";

export const REGION = "us-west-2";

export interface BatchAccount {
  readonly loopback: Loopback;
  readonly client: Batch;
  /** What is in CloudWatch Logs. */
  readonly logs: FakeLogs;
  /** Variables that lead clients there. */
  readonly variables: NodeJS.ProcessEnv;
  close(): Promise<void>;
}

const FAST = { creating: 0, submitted: 0, starting: 0, running: 0 };

/** @param queues names of the queues to create; they share a compute environment */
export async function batchAccount(
  queues: readonly string[],
  definitions: readonly string[],
  options: BatchServiceOptions = { timings: FAST },
): Promise<BatchAccount> {
  const handler = new LogsHandler();
  const loopback = await serveBatch(options, { logs: handler });
  const credentials = { accessKeyId: "123456789012", secretAccessKey: "test" };
  const client = new Batch({ endpoint: loopback.endpoint, region: REGION, credentials, maxAttempts: 1 });
  // The requests of the fixtures are of the API's shape; what they are made of is typed as plain objects.
  const resources = { maxvCpus: 1000, instanceTypes: ["m5", "g5"] };
  await client.createComputeEnvironment(valid.computeEnvironment({}, resources) as never);
  for (const jobQueueName of queues) await client.createJobQueue(valid.containerQueue({ jobQueueName }) as never);
  for (const jobDefinitionName of definitions) {
    await client.registerJobDefinition({
      jobDefinitionName,
      type: "container",
      containerProperties: { image: "train", vcpus: 1, memory: 512 },
    });
  }
  loopback.calls.length = 0;
  return {
    loopback,
    client,
    logs: handler.logs,
    variables: {
      AWS_ENDPOINT_URL: loopback.endpoint,
      AWS_REGION: REGION,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    },
    close: () => {
      client.destroy();
      return loopback.close();
    },
  };
}
