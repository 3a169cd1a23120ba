import { sessionOf } from "../../../../emulator/iam/callers/callers";
import type { Ask, Context, StatementPlace } from "../../../../emulator/iam/model";
import { Recorder } from "../../../../emulator/iam/record/recorder";
import { ACCOUNT, roleArn } from "../live";

const principal = sessionOf(roleArn("r"), "AROAR", "me");
const place: StatementPlace = { policy: "p", statement: "S", index: 0 };
const askOf = (action: string, resource = "*", context: Record<string, string> = {}): Ask => ({
  action,
  resource,
  context: new Map(Object.entries(context).map(([key, value]) => [key, [value]])),
});
const none: Context = new Map();

describe("the record", () => {
  it("holds each question once, counted, with every statement that allowed it", () => {
    const recorder = new Recorder();
    const ask = askOf("s3:GetObject", "arn:aws:s3:::b/k");
    recorder.allowed(principal, ask, none, [place]);
    recorder.allowed(principal, ask, none, [place, { ...place, index: 1 }]);
    recorder.denied(principal, ask, none, { isAllowed: false, reason: "no-session-allow", deniedBy: [] }, "no");
    expect(recorder.all()).toEqual([
      {
        principal: roleArn("r"),
        kind: "session",
        left: 0,
        calls: [
          expect.objectContaining({
            ...{ action: "s3:GetObject", allowed: 2, denied: 1, reason: "no-session-allow", sentence: "no" },
            allowedBy: [place, { ...place, index: 1 }],
          }),
        ],
      },
    ]);
  });

  it("tells questions apart by what conditions of their action look at", () => {
    const recorder = new Recorder();
    for (const service of ["glue.amazonaws.com", "glue.amazonaws.com", "states.amazonaws.com"])
      recorder.allowed(principal, askOf("iam:PassRole", "arn", { "iam:passedtoservice": service }), none, []);
    expect(recorder.all()[0]?.calls.map(({ allowed }) => allowed)).toEqual([2, 1]);
  });

  it("leaves out of the context what differs with every call", () => {
    const recorder = new Recorder();
    const context = new Map([
      ["aws:currenttime", ["now"]],
      ["aws:principalarn", ["x"]],
    ]);
    recorder.allowed(principal, askOf("s3:GetObject"), context, []);
    expect(recorder.all()[0]?.calls[0]?.context).toEqual({ "aws:principalarn": ["x"] });
  });

  it("counts what it does not hold any more", () => {
    const recorder = new Recorder();
    for (let at = 0; at < 5_002; at += 1) recorder.allowed(principal, askOf("s3:GetObject", `k${at}`), none, []);
    expect(recorder.all()[0]).toMatchObject({ left: 2 });
    expect(recorder.all()[0]?.calls).toHaveLength(5_000);
  });

  it("is of a time, and is begun anew", () => {
    const recorder = new Recorder();
    recorder.failed(principal, askOf("s3:GetObject"), none, "the policy p is not valid");
    expect(recorder.all(new Date(Date.now() + 60_000))[0]?.calls).toEqual([]);
    expect(recorder.all(new Date(Date.now() - 60_000))[0]?.calls).toHaveLength(1);
    recorder.reset();
    expect(recorder.all()).toEqual([]);
  });

  it("names everybody", () => {
    const recorder = new Recorder();
    const all = [
      { kind: "root", account: ACCOUNT, arn: `arn:aws:iam::${ACCOUNT}:root` },
      { kind: "service", service: "glue.amazonaws.com" },
      { kind: "anonymous" },
    ] as const;
    for (const one of all) recorder.allowed(one, askOf("s3:GetObject"), none, []);
    expect(recorder.all().map(({ principal: name }) => name)).toEqual([
      `arn:aws:iam::${ACCOUNT}:root`,
      "glue.amazonaws.com",
      "anonymous",
    ]);
  });
});
