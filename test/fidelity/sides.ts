/** The two that moto's tests are run against: the embedded AWS, and plain moto with the same Python. */
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { startEmulator } from "../../emulator";
import type { Python } from "../../tools";
import { ProcessFailedError } from "./errors";
import { begin, lastOutput, type Running } from "./processes";

export interface Side {
  readonly name: "plain moto" | "the embedded AWS";
  readonly endpoint: string;
  /** For the plugin: who answers what moto's tests say to moto itself. */
  readonly variables: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** Runs the commands of jobs, as moto does with Docker. */
export async function embedded(python: Python): Promise<Side> {
  // Moto's tests name roles that are not there: what is compared is what services do, not who may call them.
  const { endpoint, stop } = await startEmulator({ python, runCommands: true, iam: "off" });
  return { name: "the embedded AWS", endpoint, variables: { FIDELITY_CONTROLS: "dapf" }, stop };
}

const START_MS = 60_000;

/** @throws ProcessFailedError when it does not start */
export async function plainMoto({ executable }: Python, cwd: string): Promise<Side> {
  const port = await freePort();
  // Its state machines call moto again, at the port that this variable tells.
  const variables = { ...plainVariables(), MOTO_PORT: String(port) };
  const args = ["-m", "moto.server", "-H", "127.0.0.1", "-p", String(port)];
  const child = begin(executable, args, cwd, variables);
  const output = lastOutput(child);
  const endpoint = `http://127.0.0.1:${port}`;
  try {
    await answering(endpoint, child, output);
  } catch (error) {
    await end(child);
    throw error;
  }
  return {
    name: "plain moto",
    endpoint,
    // What runs there depends on the machine otherwise.
    variables: { FIDELITY_CONTROLS: "moto", TESTS_SKIP_REQUIRES_DOCKER: "true" },
    stop: () => end(child),
  };
}

/** The environment without what would change moto's behaviour. */
export function plainVariables(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(AWS|MOTO|TEST|TESTS|PYTEST)_/.test(name)),
  );
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  // A listening TCP server has an address object.
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

async function answering(endpoint: string, child: Running, output: () => string): Promise<void> {
  const deadline = Date.now() + START_MS;
  for (;;) {
    if (child.exitCode !== null || Date.now() > deadline) throw new ProcessFailedError("moto's server", output());
    const isThere = await fetch(`${endpoint}/moto-api/data.json`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isThere) return;
    await sleep(100);
  }
}

async function end(child: Running): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = once(child, "close");
  child.kill();
  await closed;
}
