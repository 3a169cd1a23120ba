import { planEnvironment, TerraformMissingError, TerraformTooOldError } from "../../../deploy";
import { namesOf, oneCreation, plain, projects } from "../command-support";
import { diagnostic } from "../stream";

// Each test starts some processes, which takes long on a busy machine.
jest.setTimeout(30_000);

const fresh = projects();

describe("terraform init", () => {
  test("is skipped when an earlier one still holds", async () => {
    const { options, terraform } = fresh();
    terraform.script({ plan: oneCreation });
    await planEnvironment({ ...options(), ...plain });
    await planEnvironment({ ...options(), ...plain });
    expect(namesOf(terraform.calls())).toEqual(["version", "init", "plan", "plan"]);
  });

  test("is done again, and the plan too, when Terraform asks for it in spite of that", async () => {
    const { options, terraform, events } = fresh();
    const complaint = diagnostic("error", "Module not installed", 'Run "terraform init" to install all modules');
    terraform.script({ plan: [oneCreation, { lines: [complaint], exitCode: 1 }, oneCreation] });
    await planEnvironment({ ...options(), ...plain });
    await planEnvironment({ ...options(), ...plain });
    expect(namesOf(terraform.calls())).toEqual(["version", "init", "plan", "plan", "version", "init", "plan"]);
    expect(events.filter(({ type }) => type === "diagnostic")).toEqual([]);
  });

  test("never asks whether to move the state to another backend", async () => {
    const { options, terraform } = fresh();
    terraform.script({ plan: oneCreation });
    await planEnvironment({ ...options(), ...plain });
    const call = terraform.calls().find(({ args }) => args[0] === "init");
    expect(call?.args).toEqual(expect.arrayContaining(["-input=false", "-reconfigure"]));
  });

  test("that failed is not remembered as done", async () => {
    const { options, terraform } = fresh();
    const complaint = diagnostic("error", "Failed to query available provider packages");
    terraform.script({ init: [{ lines: [complaint], exitCode: 1 }, {}], plan: oneCreation });
    await expect(planEnvironment({ ...options(), ...plain })).rejects.toMatchObject({ command: "init" });
    await planEnvironment({ ...options(), ...plain });
    expect(namesOf(terraform.calls())).toEqual(["version", "init", "version", "init", "plan"]);
  });

  test("is not tried with a Terraform that is too old", async () => {
    const { options, terraform } = fresh();
    terraform.script({ version: { lines: ["Terraform v1.9.8"] } });
    const error = await planEnvironment({ ...options(), ...plain }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(TerraformTooOldError);
    expect(error).toMatchObject({ found: { product: "Terraform", version: "1.9.8" }, oldest: "1.11.0" });
  });

  test("is not tried when the version cannot be told", async () => {
    const { options, terraform, events } = fresh();
    terraform.script({ version: { exitCode: 1, stderr: "broken" } });
    await expect(planEnvironment({ ...options(), ...plain })).rejects.toMatchObject({
      command: "version",
      exitCode: 1,
    });
    expect(events).toContainEqual({
      type: "diagnostic",
      diagnostic: { severity: "error", summary: "terraform version ended with exit code 1", detail: "broken" },
    });
  });

  test("that ends without a word is told with what it printed, and the signal that ended it", async () => {
    const { options, terraform, events } = fresh();
    terraform.script({ init: { lines: ["panic: runtime error"], exitCode: 137 } });
    await expect(planEnvironment({ ...options(), ...plain })).rejects.toMatchObject({ command: "init" });
    expect(events).toContainEqual({
      type: "diagnostic",
      diagnostic: {
        severity: "error",
        summary: "terraform init ended with exit code 137. It was ended by signal 9.",
        detail: "panic: runtime error",
      },
    });
  });

  test("is an error when Terraform is not installed", async () => {
    const { options } = fresh();
    const variables = { ...options().variables, TERRAFORM_BINARY_NAME: "terraform-that-is-not-there" };
    await expect(planEnvironment({ ...options({ variables }), ...plain })).rejects.toBeInstanceOf(
      TerraformMissingError,
    );
  });
});
