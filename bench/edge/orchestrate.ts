/** An embedded AWS, and the clients beside it: `orchestrate.ts <connections> <calls>`; prints what they measured. */
import { execFile } from "node:child_process";
import * as path from "node:path";
import { promisify } from "node:util";
import { startEmulator } from "../../emulator";
import { callBatch } from "./call";

const MADE: readonly (readonly [operation: string, request: object])[] = [
  [
    "createcomputeenvironment",
    {
      computeEnvironmentName: "compute",
      type: "MANAGED",
      computeResources: {
        type: "FARGATE",
        maxvCpus: 16,
        subnets: ["subnet-0123456789abcdef0"],
        securityGroupIds: ["sg-0123456789abcdef0"],
      },
    },
  ],
  [
    "createjobqueue",
    {
      jobQueueName: "queue",
      priority: 1,
      computeEnvironmentOrder: [{ order: 1, computeEnvironment: "compute" }],
    },
  ],
  [
    "registerjobdefinition",
    {
      jobDefinitionName: "train",
      type: "container",
      platformCapabilities: ["FARGATE"],
      containerProperties: {
        image: "image",
        executionRoleArn: "arn:aws:iam::123456789012:role/execution",
        resourceRequirements: [
          { type: "VCPU", value: "1" },
          { type: "MEMORY", value: "2048" },
        ],
      },
    },
  ],
];

async function main([connections = "", calls = ""]: readonly string[]): Promise<void> {
  const emulator = await startEmulator({ batch: { timings: { creating: 0 } } });
  try {
    for (const [operation, request] of MADE) {
      const { status, body } = await callBatch(emulator.endpoint, operation, request);
      if (status !== 200) throw new Error(`${operation}: ${body}`);
    }
    const words = ["--require", "./bin/typescript.js", path.join(__dirname, "clients.ts")];
    const { stdout } = await promisify(execFile)(process.execPath, [...words, emulator.endpoint, connections, calls]);
    process.stdout.write(stdout);
  } finally {
    await emulator.stop();
  }
}

void main(process.argv.slice(2));
