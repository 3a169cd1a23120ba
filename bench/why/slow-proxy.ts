/** What stands before the embedded AWS and takes its time over each answer, as AWS does. */
import { createServer, request as send } from "node:http";
import type { AddressInfo } from "node:net";

export interface SlowProxy {
  readonly endpoint: string;
  /** Calls since the last time that somebody asked. */
  taken(): number;
  close(): void;
}

/** @param delay milliseconds before each answer */
export async function slowProxy(target: string, delay: number): Promise<SlowProxy> {
  let calls = 0;
  const server = createServer((incoming, outgoing) => {
    calls += 1;
    const { method, url = "/", headers } = incoming;
    const forwarded = send(new URL(url, target), { method, headers }, (answer) => {
      setTimeout(() => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      }, delay);
    });
    forwarded.on("error", () => outgoing.destroy());
    incoming.pipe(forwarded);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A listening TCP server has an address object.
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    taken: () => {
      const since = calls;
      calls = 0;
      return since;
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
