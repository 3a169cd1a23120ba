/** Requests to the moto process itself, beside the AWS calls. */
import type { Inventory } from "./edge/control";
import { EmulatorError } from "./errors";

/** Forgets all resources of all accounts. */
export async function resetMoto(port: number): Promise<void> {
  await ask(port, "POST", "/moto-api/reset");
}

/** See `emulator/moto/inventory.py`. */
export async function motoInventory(port: number, account: string): Promise<Inventory> {
  // The launcher answers a JSON object of numbers.
  return JSON.parse(await ask(port, "GET", `/_dapf/inventory/${account}`)) as Inventory;
}

/** Tells moto where the edge listens; what moto starts (executions, functions) calls AWS there. */
export async function tellMotoOfEdge(port: number, edgePort: number): Promise<void> {
  await ask(port, "POST", `/_dapf/edge/${edgePort}`);
}

async function ask(port: number, method: string, path: string): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { method, headers: { connection: "close" } });
  const text = await response.text();
  if (!response.ok) throw new EmulatorError(`moto answered ${response.status} to ${method} ${path}: ${text}`);
  return text;
}
