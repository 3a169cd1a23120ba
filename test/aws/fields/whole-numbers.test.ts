/** Source: Smithy, "Simple types": an Integer has 32 bits, a Long 64. */
import { whole } from "../../../aws/fields/field";
import { fileShape, wireShape } from "../../../aws/fields/shape";
import { table } from "../../../aws/fields/table";

const sizes = table<{ integer?: number; long?: number }>()({ integer: whole(), long: whole({ long: true }) });

describe.each([
  ["of files", fileShape(sizes)],
  ["over the wire", wireShape(sizes)],
])("whole numbers %s", (_where, shape) => {
  it.each([
    [{ integer: 2 ** 31 - 1, long: 2 ** 31 }, true],
    [{ integer: -(2 ** 31) }, true],
    [{ integer: 2 ** 31 }, false],
    [{ integer: -(2 ** 31) - 1 }, false],
    [{ integer: 0.5 }, false],
    [{ long: 0.5 }, false],
  ])("%j: %s", (value, isTaken) => {
    expect(shape.safeParse(value).success).toBe(isTaken);
  });
});
