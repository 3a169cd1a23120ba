import type { Approve } from "../deploy";
import type { Host } from "./host";
import { countsText } from "./render/plan-lines";
import type { Renderer } from "./render/renderer";
import { UsageError } from "./usage-error";

/**
 * @returns a question to the user about a plan; undefined when the user has agreed beforehand
 * @throws UsageError when the user has not, and nobody is there to ask
 */
export function approvalFor(host: Host, renderer: Renderer, agreed: boolean): Approve | undefined {
  if (agreed) return undefined;
  if (!host.canAsk) {
    throw new UsageError("There is no terminal to ask for approval in: look at `dapf plan`, then add --auto-approve.");
  }
  return async (plan, details) => {
    const what = plan.destroy ? "Destroy this" : "Apply this";
    // What cannot be had back deserves an answer that no habit gives.
    const yes = plan.losses.length === 0 ? ["yes", "y"] : [plan.environment.toLowerCase()];
    const question = `${what} (${plan.environment}: ${countsText(plan)})? Answer ${yes[0] ?? ""}, no, or details: `;
    for (;;) {
      const answer = (await host.ask(question)).trim().toLowerCase();
      if (yes.includes(answer)) return true;
      if (answer === "no" || answer === "n" || answer === "") return false;
      if (answer === "details" || answer === "d") {
        renderer.handle({ type: "plan-details", text: await details() });
      }
    }
  };
}
