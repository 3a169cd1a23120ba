/** The last that the edge does to an answer: what failed says so in the protocol of the call, and all have a request id. */
import { failureCode } from "./fault-answers";
import type { EdgeResponse } from "./messages";
import { jsonIn, textOf } from "./messages";
import { type Call, protocolError } from "./protocol";
import { identified } from "./request-ids";

/** `emulator/moto/serving.py` sets it to the kind of failure that it answers with. */
const FAILURE_HEADER = "x-dapf-failure";

/** @param answer - whole, of a handler or of moto */
export function finished(call: Call, answer: EdgeResponse): EdgeResponse {
  return identified(call, answer.headers[FAILURE_HEADER] === undefined ? answer : failure(call, answer));
}

/** Moto has no answer, for all its protocols: it lacks the operation, or broke down over it. */
function failure(call: Call, { status, headers, body }: EdgeResponse): EdgeResponse {
  const isMissing = headers[FAILURE_HEADER] === "NotImplemented";
  const code = isMissing ? "NotImplemented" : failureCode(call);
  return protocolError(call, { status, code, message: textOf(jsonIn(body)["message"]) });
}
