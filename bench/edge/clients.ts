/** Many clients that call one after the other: `clients.ts <endpoint> <connections> <calls>`; prints what they measured as JSON. */
import * as http from "node:http";
import { callBatch } from "./call";

/** What each client calls in turn. */
const TURN: readonly (readonly [operation: string, request: object])[] = [
  ["describejobqueues", {}],
  ["submitjob", { jobName: "job", jobQueue: "queue", jobDefinition: "train" }],
  ["listjobs", { jobQueue: "queue", jobStatus: "RUNNING", maxResults: 20 }],
  ["describejobdefinitions", { jobDefinitionName: "train" }],
  ["describecomputeenvironments", {}],
  ["describejobs", { jobs: ["of-nobody"] }],
  ["getjobqueuesnapshot", { jobQueue: "queue" }],
  ["listjobs", { jobQueue: "queue", jobStatus: "RUNNABLE", maxResults: 20 }],
];

async function main([endpoint = "", connections, calls]: readonly string[]): Promise<void> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: Number(connections) });
  const seconds: number[] = [];
  let [left, failed] = [Number(calls), 0];
  const client = async (first: number): Promise<void> => {
    for (let turn = first; left > 0; turn += 1) {
      left -= 1;
      const [operation = "", request = {}] = TURN[turn % TURN.length] ?? [];
      const began = performance.now();
      const { status } = await callBatch(endpoint, operation, request, agent);
      seconds.push((performance.now() - began) / 1000);
      if (status !== 200) failed += 1;
    }
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: Number(connections) }, (_, index) => client(index)));
  const taken = (performance.now() - began) / 1000;
  agent.destroy();
  seconds.sort((a, b) => a - b);
  const at = (share: number) => seconds[Math.floor(seconds.length * share)];
  console.log(JSON.stringify({ seconds: taken, failed, p50: at(0.5), p99: at(0.99) }));
}

void main(process.argv.slice(2));
