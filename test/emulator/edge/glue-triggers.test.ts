import { GlueTriggers } from "../../../emulator/edge/glue-triggers";
import type { EdgeRequest, EdgeResponse } from "../../../emulator/edge/messages";
import { DEFAULT_ACCOUNT } from "../../../emulator/edge/recognise";

/** Time stands still until `pass` lets all sleepers go on. */
class Sleepers {
  private waiting: (() => void)[] = [];
  readonly slept: number[] = [];

  readonly sleep = (milliseconds: number): Promise<void> => {
    this.slept.push(milliseconds);
    return new Promise((resolve) => this.waiting.push(resolve));
  };

  pass(): void {
    for (const wake of this.waiting.splice(0)) wake();
  }
}

function call(operation: string, body: object): EdgeRequest {
  return {
    identity: { service: "glue", region: "ap-south-1", account: DEFAULT_ACCOUNT, accountIsChosen: true },
    operation,
    method: "POST",
    url: "/",
    headers: { "x-amz-target": `AWSGlue.${operation}` },
    body: Buffer.from(JSON.stringify(body)),
  };
}

const ok = (body: object): EdgeResponse => ({ status: 200, headers: {}, body: Buffer.from(JSON.stringify(body)) });
const turn = () => new Promise((resolve) => setImmediate(resolve));

function handlerWith(workflows: Readonly<Record<string, string>>) {
  const sleepers = new Sleepers();
  const forwarded: string[] = [];
  const forward = (request: EdgeRequest): Promise<EdgeResponse> => {
    forwarded.push(request.operation);
    const { Name } = JSON.parse(request.body.toString()) as { Name: string };
    return Promise.resolve(ok({ Trigger: { Name, WorkflowName: workflows[Name] } }));
  };
  const triggers = new GlueTriggers({ latencyMs: 300, sleep: sleepers.sleep });
  return { send: (request: EdgeRequest) => triggers.handle(request, forward), sleepers, forwarded };
}

const create = (name: string, workflow?: string) => call("CreateTrigger", { Name: name, WorkflowName: workflow });

describe("changes to Glue triggers", () => {
  it("pass what changes no trigger on at once", async () => {
    const { send, sleepers } = handlerWith({});
    expect((await send(call("GetTrigger", { Name: "a" }))).status).toBe(200);
    expect(sleepers.slept).toEqual([]);
  });

  it("take as long as they were told to", async () => {
    const { send, sleepers, forwarded } = handlerWith({});
    const answer = send(create("a", "w"));
    await turn();
    expect([sleepers.slept, forwarded]).toEqual([[300], []]);
    sleepers.pass();
    expect((await answer).status).toBe(200);
    expect(forwarded).toEqual(["CreateTrigger"]);
  });

  it("refuse the second of one workflow while the first is under way, and take it afterwards", async () => {
    const { send, sleepers } = handlerWith({});
    const first = send(create("a", "w"));
    const second = await send(create("b", "w"));
    expect(second.status).toBe(400);
    expect(JSON.parse(second.body.toString())).toMatchObject({
      __type: "ConcurrentModificationException",
      Message: "Workflow w was modified while adding trigger b",
    });
    sleepers.pass();
    expect((await first).status).toBe(200);
    const again = send(create("b", "w"));
    await turn();
    sleepers.pass();
    expect((await again).status).toBe(200);
  });

  it.each(["UpdateTrigger", "DeleteTrigger", "StartTrigger", "StopTrigger"])(
    "%s is a change of the workflow that the back end knows for the trigger",
    async (operation) => {
      const { send, sleepers } = handlerWith({ a: "w" });
      const first = send(create("b", "w"));
      expect((await send(call(operation, { Name: "a" }))).status).toBe(400);
      sleepers.pass();
      await first;
    },
  );

  it("of triggers without a workflow never clash", async () => {
    const { send, sleepers } = handlerWith({});
    const answers = [send(create("a")), send(create("b")), send(call("DeleteTrigger", { Name: "c" }))];
    await turn();
    await turn();
    sleepers.pass();
    expect((await Promise.all(answers)).map((answer) => answer.status)).toEqual([200, 200, 200]);
  });

  it("free the workflow when the back end fails", async () => {
    const triggers = new GlueTriggers({ latencyMs: 0, sleep: () => Promise.resolve() });
    const broken = () => Promise.reject(new Error("gone"));
    await expect(triggers.handle(create("a", "w"), broken)).rejects.toThrow("gone");
    expect((await triggers.handle(create("a", "w"), () => Promise.resolve(ok({})))).status).toBe(200);
  });
});
