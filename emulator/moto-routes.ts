/** What is asked of the moto process itself, beside the AWS calls; see `emulator/moto/control.py`. */
import type { Inventory } from "./edge/control";
import type { Forward } from "./edge/messages";
import { EmulatorError } from "./errors";
import type { AskMoto, MotoAnswers } from "./iam/store/questions";
import type { MotoProcess } from "./moto-process";

type Moto = Pick<MotoProcess, "port" | "token">;

/** Forgets all resources of all accounts. */
export async function resetMoto(moto: Moto): Promise<void> {
  await ask(moto, "/_dapf/reset");
}

/** See `emulator/moto/inventory.py`. */
export async function motoInventory(moto: Moto, account: string): Promise<Inventory> {
  // The launcher answers a JSON object of numbers.
  return JSON.parse(await ask(moto, `/_dapf/inventory/${account}`)) as Inventory;
}

/** Tells moto where the edge listens; what moto starts (executions, functions) calls AWS there. */
export async function tellMotoOfEdge(moto: Moto, edgePort: number): Promise<void> {
  await ask(moto, `/_dapf/edge/${edgePort}`);
}

/** See `emulator/moto/iam_state.py`. It is asked often, so that connections stay open. */
export function askAboutIam({ token }: Pick<Moto, "token">, forward: Forward): AskMoto {
  return async <Q extends keyof MotoAnswers>(question: Q, parameters: Readonly<Record<string, string>> = {}) => {
    const url = `/_dapf/iam/${question}?${new URLSearchParams(parameters).toString()}`;
    const identity = { service: "dapf", region: "", account: "", accountIsChosen: false };
    const headers = { "x-dapf-token": token };
    const answer = await forward({
      identity,
      operation: question,
      method: "POST",
      url,
      headers,
      body: Buffer.alloc(0),
    });
    const text = answer.body.toString("utf8");
    if (answer.status !== 200) throw new EmulatorError(`moto answered ${answer.status} to ${url}: ${text}`);
    // The two sides agree on this shape: `iam/store/questions.ts`.
    return JSON.parse(text) as MotoAnswers[Q];
  };
}

async function ask({ port, token }: Moto, path: string): Promise<string> {
  const headers = { connection: "close", "x-dapf-token": token };
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { method: "POST", headers });
  const text = await response.text();
  if (!response.ok) throw new EmulatorError(`moto answered ${response.status} to ${path}: ${text}`);
  return text;
}
