/** The handler of Glue's definitions before a back end that keeps triggers and takes everything else. */
import { Definitions } from "../../../emulator/glue/definitions";
import type { EdgeRequest, EdgeResponse } from "../../../emulator/edge/messages";
import { jsonAnswer, jsonBody, jsonError, textOf } from "../../../emulator/edge/messages";
import { glueRequest } from "./request";

export interface GlueAnswer {
  readonly status: number;
  readonly error?: string;
  readonly message?: string;
}

export class MemoryGlue {
  readonly definitions = new Definitions();
  private readonly triggers = new Map<string, object>();

  /** @param options.pageSize of the list of triggers */
  constructor(private readonly options: { readonly pageSize: number } = { pageSize: 100 }) {}

  async call(operation: string, body: object): Promise<GlueAnswer> {
    const request = glueRequest(operation, body);
    const { status, body: text } = await this.definitions.handle(request, (one) => Promise.resolve(this.keep(one)));
    const { __type: error, message } = jsonBody({ ...request, body: text });
    return status === 200 ? { status } : { status, error: textOf(error), message: textOf(message) };
  }

  private keep(request: EdgeRequest): EdgeResponse {
    const body = jsonBody(request);
    const name = textOf(body["Name"]);
    if (request.operation === "CreateTrigger") this.triggers.set(name, body);
    if (request.operation === "GetTriggers") return this.page(Number(textOf(body["NextToken"])));
    const trigger = this.triggers.get(name);
    if (trigger === undefined && /^(Get|Update)Trigger$/.test(request.operation)) {
      return jsonError(400, "EntityNotFoundException", `Trigger not found: ${name}`);
    }
    return jsonAnswer(request.operation === "GetTrigger" ? { Trigger: trigger } : {});
  }

  private page(first: number): EdgeResponse {
    const end = first + this.options.pageSize;
    const next = end < this.triggers.size ? { NextToken: String(end) } : {};
    return jsonAnswer({ Triggers: [...this.triggers.values()].slice(first, end), ...next });
  }
}
