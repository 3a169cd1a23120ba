import { cpSync } from "node:fs";
import { join } from "node:path";
import { type Emulator, startEmulator } from "../../emulator";
import type { Inventory } from "../../emulator/edge/control";
import { temporaryFolder } from "../support/temporary-folder";
import { type Terraform, terraformIn } from "../support/terraform";
import { AwsCalls, elements } from "./aws-calls";

jest.setTimeout(180_000);

const account = "731580992380";
const region = "ap-south-1";

/** Exit codes of `terraform plan -detailed-exitcode`. */
const NO_CHANGES = 0;

describe("Terraform's AWS provider with the embedded AWS", () => {
  let emulator: Emulator;
  let folder: string;
  let terraform: Terraform;
  let before: Inventory;

  const plan = (...words: string[]) => terraform.run("plan", "-detailed-exitcode", "-input=false", ...words);
  const changed = ["-var=description=second", "-var=job_timeout=100"];

  beforeAll(async () => {
    emulator = await startEmulator();
    folder = temporaryFolder();
    cpSync(join(__dirname, "services"), folder, { recursive: true });
    terraform = await terraformIn({ folder, endpoint: emulator.endpoint, account, region });
    await terraform.succeed("init", "-input=false");
    // The first EC2 call of an account seeds it.
    await new AwsCalls(emulator.endpoint, account, region).query("ec2", "2016-11-15", "DescribeVpcs");
    before = await emulator.inventory(account);
  });
  afterAll(() => emulator.stop());

  it("creates everything, in the account that the access key id names", async () => {
    expect(await terraform.succeed("apply", "-auto-approve", "-input=false")).toContain("0 changed, 0 destroyed");
    const users = await new AwsCalls(emulator.endpoint, account).query("iam", "2010-05-08", "ListRoles");
    expect(elements(users, "Arn")).toContain(`arn:aws:iam::${account}:role/svc-test-role`);
  });

  it("reads everything back as it was written: the second plan is empty", async () => {
    const { exitCode, output } = await plan();
    expect(output).toContain("No changes.");
    expect(exitCode).toBe(NO_CHANGES);
  });

  it("changes Glue jobs and triggers in place, and reads that back, too", async () => {
    const applied = await terraform.succeed("apply", "-auto-approve", "-input=false", ...changed);
    expect(applied).toContain("0 added, 5 changed, 0 destroyed");
    expect((await plan(...changed)).exitCode).toBe(NO_CHANGES);
  });

  it("destroys everything, and leaves the account as it was", async () => {
    await terraform.succeed("destroy", "-auto-approve", "-input=false", ...changed);
    expect((await terraform.succeed("state", "list")).trim()).toBe("");
    expect(await emulator.inventory(account)).toEqual(before);
  });

  it("never met an operation that is missing, an internal error, or a refused trigger change", () => {
    const { errors } = emulator.counters();
    for (const code of ["NotImplemented", "InternalFailure", "ServiceUnavailable", "ConcurrentModificationException"]) {
      expect(errors).not.toHaveProperty(code);
    }
  });
});
