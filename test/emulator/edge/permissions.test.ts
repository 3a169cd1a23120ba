import type { EdgeRequest } from "../../../emulator/edge/messages";
import { Permissions } from "../../../emulator/edge/permissions";

function asked(operation: string, members: Readonly<Record<string, string>>): EdgeRequest {
  return {
    identity: { service: "iam", region: "us-east-1", account: "123456789012", accountIsChosen: true },
    operation,
    method: "POST",
    url: "/",
    headers: {},
    body: Buffer.from(new URLSearchParams({ Action: operation, ...members }).toString()),
  };
}

const never = () => Promise.reject(new Error("not moto's"));

describe("the simulation of policies", () => {
  it.each(["SimulatePrincipalPolicy", "SimulateCustomPolicy"])("%s allows what the embedded AWS does", async (name) => {
    const request = asked(name, {
      "ActionNames.member.1": "s3:GetObject",
      "ActionNames.member.2": "s3:Put*",
      "ResourceArns.member.1": "arn:aws:s3:::yard/a&b",
    });
    const { status, body } = await new Permissions().handle(request, never);
    const decisions = body.toString().match(/<EvalActionName>.*?<\/EvalDecision>/g);
    expect(status).toBe(200);
    expect(decisions).toEqual(
      ["s3:GetObject", "s3:Put*"].map(
        (action) =>
          `<EvalActionName>${action}</EvalActionName><EvalResourceName>arn:aws:s3:::yard/a&amp;b</EvalResourceName><EvalDecision>allowed</EvalDecision>`,
      ),
    );
  });

  it.each([
    ["no action", {}],
    ["what is no action", { "ActionNames.member.1": "everything" }],
  ])("refuses %s", async (_case, members) => {
    const answer = await new Permissions().handle(asked("SimulatePrincipalPolicy", members), never);
    expect([answer.status, answer.body.toString()]).toEqual([
      400,
      expect.stringContaining("<Code>InvalidInput</Code>"),
    ]);
  });

  it("leaves everything else to moto", async () => {
    const answer = { status: 200, headers: {}, body: Buffer.from("moto") };
    const given = await new Permissions().handle(asked("GetRole", {}), () => Promise.resolve(answer));
    expect(given).toBe(answer);
  });
});
