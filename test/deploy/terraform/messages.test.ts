import { parseTerraformLine } from "../../../deploy/terraform/messages";
import { applyComplete, diagnostic, plannedCreate } from "../stream";

describe("a line of Terraform's event stream", () => {
  test("is read with what dapf needs of it", () => {
    expect(parseTerraformLine(plannedCreate("module.a.aws_sqs_queue.q"))).toEqual({
      type: "planned_change",
      change: {
        action: "create",
        resource: { addr: "module.a.aws_sqs_queue.q", module: "module.a", resource_type: "aws_sqs_queue" },
      },
    });
  });

  test("keeps its time", () => {
    const line = applyComplete("aws_sqs_queue.q", "create", "2026-11-21T07:01:38.374902Z");
    expect(parseTerraformLine(line)).toMatchObject({ "@timestamp": "2026-11-21T07:01:38.374902Z" });
  });

  test("is text when Terraform prints something else than an event, colours taken off", () => {
    expect(parseTerraformLine("\u001b[32mSuccessfully configured the backend\u001b[0m")).toEqual({
      type: "text",
      text: "Successfully configured the backend",
    });
  });

  test("is skipped when the event is of a kind that a later Terraform may add", () => {
    expect(parseTerraformLine('{"type":"horoscope","@message":"good"}')).toBeUndefined();
  });

  test("is skipped when it is empty", () => {
    expect(parseTerraformLine("  ")).toBeUndefined();
  });

  test("has a diagnostic with its address and detail", () => {
    expect(parseTerraformLine(diagnostic("error", "creating queue", "denied", "aws_sqs_queue.q"))).toEqual({
      type: "diagnostic",
      diagnostic: { severity: "error", summary: "creating queue", detail: "denied", address: "aws_sqs_queue.q" },
    });
  });

  test("is nothing when it was cut off in the middle, so that nobody is shown a piece of JSON", () => {
    expect(parseTerraformLine('{"@level":"info","@message":"module.etl: Cre')).toBeUndefined();
  });

  test("may be a diagnostic without a snippet's context, which Terraform writes as null", () => {
    const line = JSON.stringify({
      type: "diagnostic",
      diagnostic: { severity: "warning", summary: "s", detail: "d", snippet: { context: null } },
    });
    expect(parseTerraformLine(line)).toMatchObject({ diagnostic: { summary: "s" } });
  });
});
