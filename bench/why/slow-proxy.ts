/** What stands before the embedded AWS and takes its time over each answer, as AWS does. */
import { createServer, request as send } from "node:http";
import type { AddressInfo } from "node:net";

export interface Taken {
  readonly calls: number;
  /** Seconds in which an answer was held back; of answers side by side once. */
  readonly answers: number;
}

export interface SlowProxy {
  readonly endpoint: string;
  /** What was asked since the last time that somebody asked here. */
  taken(): Taken;
  close(): void;
}

/** @param delay milliseconds before each answer */
export async function slowProxy(target: string, delay: number): Promise<SlowProxy> {
  let calls = 0;
  let answers = 0;
  let held = 0;
  let since = 0;
  const hold = (then: () => void) => {
    if (held === 0) since = performance.now();
    held += 1;
    setTimeout(() => {
      held -= 1;
      if (held === 0) answers += (performance.now() - since) / 1000;
      then();
    }, delay);
  };
  const server = createServer((incoming, outgoing) => {
    calls += 1;
    const { method, url = "/", headers } = incoming;
    const forwarded = send(new URL(url, target), { method, headers }, (answer) => {
      hold(() => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      });
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
      const whole = { calls, answers };
      [calls, answers] = [0, 0];
      return whole;
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
