import { failureOf } from "../../cli/failure";
import {
  ChangedSincePlanError,
  InterruptedError,
  providerNeed,
  ProviderUnreachableError,
  StalePlanError,
  TerraformFailedError,
  TerraformTooOldError,
  UnknownModuleError,
} from "../../deploy";
import { AwsCallError } from "../../aws/errors";
import { LockedError, type Owner } from "../../locks";

describe("the sentence about an error", () => {
  test("of a missing provider names it and where to put it", () => {
    const error = new ProviderUnreachableError(
      [providerNeed("hashicorp/aws", "5.100.0", "linux_amd64")],
      "/home/plugins",
    );
    const { message, exitCode } = failureOf(error);
    expect(exitCode).toBe(1);
    expect(message).toContain("registry.terraform.io/hashicorp/aws 5.100.0 for linux_amd64");
    expect(message).toContain("/home/plugins");
  });

  test("of an old Terraform or OpenTofu names both versions", () => {
    expect(failureOf(new TerraformTooOldError({ product: "OpenTofu", version: "1.9.8" })).message).toContain(
      "OpenTofu 1.9.8 is too old, as it cannot lock a state in S3 with a file beside it: install version 1.10.0 or newer",
    );
  });

  test("of a failed Terraform counts its errors and passes its exit code on", () => {
    const diagnostic = { severity: "error", summary: "a", detail: "" } as const;
    const { message, exitCode } = failureOf(
      new TerraformFailedError("apply", 3, [diagnostic, { ...diagnostic, summary: "b" }]),
    );
    expect(exitCode).toBe(3);
    expect(message).toContain("2 errors, see above");
  });

  test("of a call for which a permission is missing says what prints the policies that have it", () => {
    const call = { service: "AWS Batch", operation: "SubmitJob", region: "eu-west-1", endpoint: undefined };
    const said =
      "User: arn:aws:iam::123456789012:user/ana is not authorized to perform: batch:SubmitJob on resource: *";
    const failure = (message: string) =>
      failureOf(new AwsCallError(call, Object.assign(new Error(message), { name: "AccessDeniedException" })));
    expect(failure(said)).toMatchObject({ exitCode: 1 });
    expect(failure(said).message).toMatch(
      /batch:SubmitJob on resource: \* .*\nWhat is needed: npx dapf iam <environment> --for/,
    );
    expect(failure("no").message).not.toContain("dapf iam");
  });

  test("of an unknown module in a stack without modules does not list nothing", () => {
    expect(failureOf(new UnknownModuleError("x", [])).message).toBe("There is no module x: the stack has no modules.");
  });

  test("of an interrupt tells whether anything has been changed", () => {
    expect(failureOf(new InterruptedError("plan", false))).toMatchObject({
      exitCode: 130,
      message: "Interrupted during plan: nothing has been changed.",
    });
    expect(failureOf(new InterruptedError("apply", true)).message).toContain("saved in the state");
  });

  test("of a lock names who has it, and says what to do", () => {
    const owner: Owner = {
      id: "1",
      what: "deploy of dev",
      processes: [{ pid: 4242, start: "1" }],
      host: "laptop",
      user: "ana",
      since: "2026-01-01T08:09:10.123Z",
      doing: "waits for an answer",
      holds: true,
    };
    expect(failureOf(new LockedError("/clone/.dapf/locks/dev/1.json", owner))).toMatchObject({
      exitCode: 1,
      message:
        "Nothing was done, because this is at work: deploy of dev (process 4242 of ana on laptop, " +
        "since 2026-01-01 08:09:10 UTC, waits for an answer).\n" +
        "Nobody can tell from here whether it still runs: if it does not, delete /clone/.dapf/locks/dev/1.json.",
    });
  });

  test("of a plan that is not for what is there any more says that nothing was applied", () => {
    const changed = new ChangedSincePlanError("dev", [{ part: "plan", files: [] }]);
    expect(failureOf(changed).message).toMatch(/^Nothing was applied: .*for dev.*\nNow the plan file differs\. Run /);
    expect(failureOf(new StalePlanError("dev")).message).toMatch(
      /^Nothing was applied: somebody else has changed dev /,
    );
  });

  test("of missing credentials says how to get them, and how to do without", () => {
    const { message } = failureOf(
      new AwsCallError(
        { service: "AWS Batch", operation: "DescribeJobQueues", region: "eu-west-1", endpoint: undefined },
        Object.assign(new Error("Could not load credentials from any providers"), { name: "CredentialsProviderError" }),
      ),
    );
    expect(message).toMatch(
      /^AWS Batch cannot be asked for DescribeJobQueues in eu-west-1: Could not .* Sign in to AWS /,
    );
    expect(message).toContain("or say --local for the embedded AWS.");
  });

  test("of something unforeseen is its message, with the way to the stack trace", () => {
    expect(failureOf(new TypeError("x is undefined"))).toEqual({
      kind: "TypeError",
      message: "x is undefined\n(Set DAPF_DEBUG=1 to see where this comes from.)",
      exitCode: 1,
    });
    expect(failureOf("text")).toMatchObject({ message: "text", exitCode: 1 });
  });
});
