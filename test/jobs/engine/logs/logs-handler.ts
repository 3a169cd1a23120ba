import type { EdgeRequest, EdgeResponse, ServiceHandler } from "../../../../emulator/edge/messages";
import { FakeLogs } from "./fake-logs";

/** GetLogEvents over HTTP, of streams in memory. */
export class LogsHandler implements ServiceHandler {
  readonly logs = new FakeLogs(1000);

  async handle({ body }: EdgeRequest): Promise<EdgeResponse> {
    // The SDK sends a GetLogEvents request.
    const request = JSON.parse(body.toString()) as { logGroupName: string; logStreamName: string; nextToken?: string };
    const place = { group: request.logGroupName, stream: request.logStreamName };
    const page = await this.logs.read(place, request.nextToken);
    if (page === undefined) {
      return answer(400, { __type: "ResourceNotFoundException", message: "The specified log stream does not exist." });
    }
    const events = page.lines.map(({ at, message }) => ({ timestamp: at, message }));
    return answer(200, { events, nextForwardToken: page.next });
  }
}

function answer(status: number, value: object): EdgeResponse {
  const body = Buffer.from(JSON.stringify(value));
  return { status, headers: { "content-type": "application/x-amz-json-1.1", "content-length": body.length }, body };
}
