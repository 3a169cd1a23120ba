import { execFile } from "node:child_process";
import * as path from "node:path";
import { promisify } from "node:util";
import { type Emulator, iamReport, startEmulator } from "../../../emulator";
import { appliedTo, clientEnvironment } from "../../../emulator/shell-environment";
import { python } from "../../support/python";

jest.setTimeout(120_000);

const account = "731580992380";
const caller = `arn:aws:sts::${account}:assumed-role/worker/me`;

interface Told {
  readonly Code?: string;
  readonly Message?: string;
  readonly status?: number;
  readonly id?: string;
}

interface Trial {
  readonly got: Told;
  readonly simulated: string;
}

interface Results {
  readonly caller: string;
  readonly services: Readonly<
    Record<
      string,
      { readonly action: string; readonly resource: string; readonly without: Trial; readonly granted: Trial }
    >
  >;
}

/** Code and status of a denial, in the pages of each service. */
const DENIALS: Readonly<Record<string, readonly [string, number]>> = {
  s3: ["AccessDenied", 403],
  dynamodb: ["AccessDeniedException", 400],
  batch: ["AccessDeniedException", 403],
  glue: ["AccessDeniedException", 400],
  ssm: ["AccessDeniedException", 400],
  sqs: ["AccessDenied", 403],
  sns: ["AuthorizationError", 403],
  kms: ["AccessDeniedException", 400],
  iam: ["AccessDenied", 403],
  stepfunctions: ["AccessDeniedException", 400],
  events: ["AccessDeniedException", 400],
  athena: ["AccessDeniedException", 400],
  ecr: ["AccessDeniedException", 400],
  lambda: ["AccessDeniedException", 403],
  ec2: ["UnauthorizedOperation", 403],
  sagemaker: ["AccessDeniedException", 400],
  logs: ["AccessDeniedException", 400],
  cloudformation: ["AccessDenied", 403],
};

describe("boto3 as a role", () => {
  let emulator: Emulator;
  let results: Results;

  beforeAll(async () => {
    emulator = await startEmulator();
    const aws = clientEnvironment({ endpoint: emulator.endpoint, account, region: "ap-south-1" }, process.env);
    const script = path.join(__dirname, "enforced_script.py");
    const { stdout } = await promisify(execFile)(python, [script], { env: appliedTo(process.env, aws) });
    // The script prints this.
    results = JSON.parse(stdout) as Results;
  });
  afterAll(() => emulator.stop());

  it("is the session of the role", () => {
    expect(results.caller).toBe(caller);
  });

  it.each(Object.keys(DENIALS))(
    "is denied by %s without the one action, in its shape, and let in with it",
    (service) => {
      const { action, resource, without, granted } = results.services[service] ?? {};
      const [code, status] = DENIALS[service] ?? [];
      expect(without?.got).toMatchObject({ Code: code, status, id: expect.any(String) });
      expect(without?.got.Message).toContain(`User: ${caller} is not authorized to perform: ${action} on resource: `);
      expect(without?.got.Message).toContain(`${resource}`);
      expect(without?.got.Message).toContain(`because no identity-based policy allows the ${action} action`);
      expect(granted?.got).toEqual({});
    },
  );

  it.each(Object.keys(DENIALS))("gets from %s what the simulation says", (service) => {
    const { without, granted } = results.services[service] ?? {};
    expect([without?.simulated, granted?.simulated]).toEqual(["implicitDeny", "allowed"]);
  });

  it("is recorded, call by call", async () => {
    const report = await iamReport(emulator.endpoint, { principal: "worker" });
    const calls = report?.principals.flatMap((one) => one.calls) ?? [];
    for (const { action } of Object.values(results.services))
      expect(calls).toContainEqual(expect.objectContaining({ action, allowed: 1, denied: 1 }));
    expect(report?.denied).toBe(Object.keys(DENIALS).length);
  });
});
