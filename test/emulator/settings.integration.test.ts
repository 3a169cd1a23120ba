import { cpSync } from "node:fs";
import { join } from "node:path";
import { type Emulator, startEmulator } from "../../emulator";
import type { Inventory } from "../../emulator/edge/control";
import { temporaryFolder } from "../support/temporary-folder";
import { type Terraform, terraformIn } from "../support/terraform";
import { AwsCalls } from "./aws-calls";

jest.setTimeout(300_000);

const account = "731580992380";
const region = "ap-south-1";

describe("Terraform with the settings of tables and placement groups", () => {
  let emulator: Emulator;
  let terraform: Terraform;
  let before: Inventory;

  const applied = async (state: number) => {
    const variable = `-var=state=${state}`;
    const output = await terraform.succeed("apply", "-auto-approve", "-input=false", variable);
    const plan = await terraform.run("plan", "-detailed-exitcode", "-input=false", variable);
    return [/\d+ added, \d+ changed, \d+ destroyed/.exec(output)?.[0], plan.exitCode];
  };

  beforeAll(async () => {
    emulator = await startEmulator();
    const folder = temporaryFolder();
    cpSync(join(__dirname, "settings"), folder, { recursive: true });
    terraform = await terraformIn({ folder, endpoint: emulator.endpoint, account, region });
    await terraform.succeed("init", "-input=false");
    // The first EC2 call of an account seeds it.
    await new AwsCalls(emulator.endpoint, account, region).query("ec2", "2016-11-15", "DescribeVpcs");
    before = await emulator.inventory(account);
  });
  afterAll(() => emulator.stop());

  it("makes them, and the second plan is empty", async () => {
    expect(await applied(0)).toEqual(["11 added, 0 changed, 0 destroyed", 0]);
  });

  it("changes them in place: capacity to on-demand, class, encryption off, stream off, limits, tags", async () => {
    expect(await applied(1)).toEqual(["0 added, 9 changed, 0 destroyed", 0]);
  });

  it("changes them back, with another key and another stream", async () => {
    expect(await applied(2)).toEqual(["0 added, 9 changed, 0 destroyed", 0]);
  });

  it("destroys them, and leaves the account as it was", async () => {
    await terraform.succeed("destroy", "-auto-approve", "-input=false", "-var=state=2");
    expect(await emulator.inventory(account)).toEqual(before);
  });
});
