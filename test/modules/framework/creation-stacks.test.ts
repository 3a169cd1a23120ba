import { skipCreationStacks } from "../../../modules/framework/creation-stacks";

test("plain objects get no stack, errors do", () => {
  const original = Error.captureStackTrace;
  try {
    skipCreationStacks();
    const plain: { stack?: string } = {};
    Error.captureStackTrace(plain);
    const error = new Error("kept");
    error.stack = "";
    Error.captureStackTrace(error);

    expect(plain.stack).toBeUndefined();
    expect(error.stack).toContain("creation-stacks.test");
  } finally {
    Error.captureStackTrace = original;
  }
});
