import { groupBy } from "../../group-by";
import { queueOf } from "./queue-of";
import { userGuide, type Rule } from "./rule";

const MOST = 20;

export const quotaSharesPerQueue: Rule = {
  demand: "A queue has at most 20 quota shares",
  source: userGuide("service_limits"),
  severity: "error",
  check: (model) =>
    [...groupBy(model.quotaShares, (share) => queueOf(model, share))].flatMap(([queue, shares]) => {
      const first = shares[MOST];
      if (queue === undefined || first === undefined) return [];
      const rule = `already has ${MOST} quota shares`;
      return [{ path: [...first.path, "jobQueue"], rule, found: shares.length, allowed: [`up to ${MOST} shares`] }];
    }),
};
