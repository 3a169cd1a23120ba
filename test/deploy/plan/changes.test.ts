import { countChanges, operationsOf, plannedChange } from "../../../deploy/plan/changes";
import { parseTerraformLine } from "../../../deploy/terraform/messages";
import { applyStart, planned, plannedCreate, previous } from "../stream";

function changeOf(line: string) {
  const message = parseTerraformLine(line);
  return message && plannedChange(message);
}

describe("a planned change", () => {
  test("has the address, the type, the module and the action", () => {
    expect(changeOf(plannedCreate("module.a.module.b.aws_sqs_queue.q"))).toEqual({
      address: "module.a.module.b.aws_sqs_queue.q",
      type: "aws_sqs_queue",
      module: "module.a.module.b",
      action: "create",
    });
  });

  test("says why a resource is replaced", () => {
    expect(changeOf(planned("aws_sqs_queue.q", "replace", { reason: "cannot_update" }))).toMatchObject({
      action: "replace",
      reason: "cannot_update",
    });
  });

  test("says which address a resource moves from", () => {
    expect(changeOf(planned("aws_sqs_queue.new", "move", previous("aws_sqs_queue.old")))).toMatchObject({
      action: "move",
      address: "aws_sqs_queue.new",
      previousAddress: "aws_sqs_queue.old",
    });
  });

  test("is not a data source that will be read during the apply", () => {
    expect(changeOf(planned("data.aws_vpc.main", "read"))).toBeUndefined();
  });

  test("is not any other event", () => {
    expect(changeOf(applyStart("aws_sqs_queue.q", "create"))).toBeUndefined();
  });
});

describe("the sum of planned changes", () => {
  const changes = ["create", "create", "update", "replace", "delete", "move"].flatMap((action, index) => {
    const change = changeOf(planned(`aws_sqs_queue.q${index}`, action));
    return change === undefined ? [] : [change];
  });

  test("counts each kind", () => {
    expect(countChanges(changes)).toEqual({
      create: 2,
      update: 1,
      replace: 1,
      delete: 1,
      move: 1,
      import: 0,
      forget: 0,
    });
  });

  test("takes a replacement for two operations and a move for none", () => {
    expect(operationsOf(changes)).toBe(2 + 1 + 2 + 1);
  });
});
