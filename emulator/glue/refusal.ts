/** What AWS Glue answers when it does not do what it is asked for. */
import type { EdgeResponse } from "../edge/messages";
import { jsonError } from "../edge/messages";

export class GlueRefusal extends Error {
  override readonly name = "GlueRefusal";

  constructor(
    /** E.g. `EntityNotFoundException`. */
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

export const notFound = (message: string): GlueRefusal => new GlueRefusal("EntityNotFoundException", message);
export const invalid = (message: string): GlueRefusal => new GlueRefusal("InvalidInputException", message);

/** The answer of an operation, or its refusal. */
export async function answered(run: () => Promise<EdgeResponse> | EdgeResponse): Promise<EdgeResponse> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof GlueRefusal) return jsonError(400, error.code, error.message);
    throw error;
  }
}
