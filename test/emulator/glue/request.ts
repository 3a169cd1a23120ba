import type { EdgeRequest } from "../../../emulator/edge/messages";

/** A call of AWS Glue as the edge passes it on. */
export function glueRequest(operation: string, body: object): EdgeRequest {
  return {
    identity: { service: "glue", region: "eu-west-1", account: "123456789012", accountIsChosen: true },
    operation,
    method: "POST",
    url: "/",
    headers: {},
    body: Buffer.from(JSON.stringify(body)),
  };
}
