import { Chain } from "../../../emulator/edge/chain";
import type { EdgeRequest, Forward, ServiceHandler } from "../../../emulator/edge/messages";
import { jsonAnswer } from "../../../emulator/edge/messages";

const request = (operation: string): EdgeRequest => ({
  identity: { service: "glue", region: "ap-south-1", account: "731580992380", accountIsChosen: true },
  operation,
  method: "POST",
  url: "/",
  headers: {},
  body: Buffer.from(""),
});

/** Answers one operation with its name, and notes what else happens to it. */
class Answering implements ServiceHandler {
  readonly seen: string[] = [];

  constructor(private readonly operation: string) {}

  handle(received: EdgeRequest, forward: Forward) {
    this.seen.push(received.operation);
    return received.operation === this.operation
      ? Promise.resolve(jsonAnswer({ by: this.operation }))
      : forward(received);
  }

  reset(): void {
    this.seen.push("reset");
  }

  stop(): Promise<void> {
    this.seen.push("stop");
    return Promise.resolve();
  }

  inventory(): Record<string, number> {
    return { [`glue/ap-south-1/${this.operation}`]: 1 };
  }
}

describe("a chain of handlers", () => {
  const moto: Forward = () => Promise.resolve(jsonAnswer({ by: "moto" }));

  it.each([
    ["First", "First"],
    ["Second", "Second"],
    ["Other", "moto"],
  ])("has %s answered by %s", async (operation, by) => {
    const chain = new Chain([new Answering("First"), new Answering("Second")]);

    expect(JSON.parse((await chain.handle(request(operation), moto)).body.toString())).toEqual({ by });
  });

  it("asks no handler behind the one that answers", async () => {
    const second = new Answering("Second");
    await new Chain([new Answering("First"), second]).handle(request("First"), moto);

    expect(second.seen).toEqual([]);
  });

  it("resets and stops all, and holds what they hold", async () => {
    const handlers = [new Answering("First"), new Answering("Second")];
    const chain = new Chain(handlers);
    chain.reset();
    await chain.stop();

    expect(handlers.map(({ seen }) => seen)).toEqual([
      ["reset", "stop"],
      ["reset", "stop"],
    ]);
    expect(chain.inventory("731580992380")).toEqual({ "glue/ap-south-1/First": 1, "glue/ap-south-1/Second": 1 });
  });
});
