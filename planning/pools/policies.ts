import { changedPlan } from "./changes";
import { type Plan, queuesOf } from "./plan";

/** @returns the same capacity under each way of dividing it, as far as quota shares are declared */
export function policyVariants(plan: Plan): Plan[] {
  const hasShares = queuesOf(plan).some(({ shares }) => shares.length > 0);
  const strategies = hasShares ? (["RESERVE", "LEND", "LEND_AND_BORROW"] as const) : [];
  const strategy = strategies.map((value) => changedPlan(plan, value, [{ of: "*", field: "strategy", value }]));
  const policies = { "fair share": "FAIR_SHARE", FIFO: "FIFO" };
  const policy = Object.entries(policies).map(([name, value]) =>
    changedPlan(plan, name, [{ of: "*", field: "policy", value }]),
  );
  return [...strategy, ...policy];
}
