/** EventBridge, which is moto's: only when its rules change Batch hears of it. */
import type { EdgeRequest, EdgeResponse, Forward, ServiceHandler } from "../../edge/messages";
import type { EventBus } from "./event-bus";

/** Operations after which there are rules, or none any more; an archive is filled by a rule of its own. */
const CHANGES_RULES = /^(Put|Delete|Enable|Disable|Create)(Rule|Archive)$/;

export class EventRules implements ServiceHandler {
  constructor(private readonly events: EventBus) {}

  async handle(request: EdgeRequest, forward: Forward): Promise<EdgeResponse> {
    const answer = await forward(request);
    if (CHANGES_RULES.test(request.operation)) this.events.rulesChanged();
    return answer;
  }
}
