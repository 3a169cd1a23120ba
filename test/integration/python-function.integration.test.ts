import { startEmulator, type Emulator } from "../../emulator";
import { minimal, repositoryWith } from "../config/support";
import { terraformIn, type Terraform } from "../support/terraform";
import { synthesizeFunctionPlatform } from "./python-function-stack";

jest.setTimeout(240_000);

const { account_number: account, region } = minimal;
const everything = ["-auto-approve", "-input=false"];
let emulator: Emulator;
let terraform: Terraform;
let root: string;

beforeAll(async () => {
  emulator = await startEmulator();
  root = repositoryWith({ "environments/churn.tfvars.json": minimal });
  const folder = synthesizeFunctionPlatform(root, "churn", "glue_trigger");
  terraform = await terraformIn({ folder, endpoint: emulator.endpoint, account, region });
  await terraform.succeed("init", "-input=false");
});

afterAll(() => emulator.stop());

test("a function is created, keeps its permissions when its code changes, and goes without a trace", async () => {
  const before = await emulator.inventory(account);

  expect(await terraform.succeed("validate")).toContain("The configuration is valid");
  await terraform.succeed("apply", ...everything);
  expect((await terraform.run("plan", "-detailed-exitcode")).output).toContain("No changes");

  synthesizeFunctionPlatform(root, "churn", "model_approval");
  const changed = await terraform.succeed("apply", ...everything);
  expect(changed).toContain("0 added, 1 changed, 0 destroyed");
  expect(changed).toContain("aws_lambda_function.watch_function: Modifications complete");
  expect((await terraform.run("plan", "-detailed-exitcode")).output).toContain("No changes");

  await terraform.succeed("destroy", ...everything, "-refresh=false");
  expect(await emulator.inventory(account)).toEqual(before);
});
