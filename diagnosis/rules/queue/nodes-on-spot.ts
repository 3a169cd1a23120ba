import type { Rule } from "../../finding";
import type { JobFacts } from "../../facts/job-facts";
import { enabledIn } from "../../capacity";
import { valueOf } from "../../seen";
import { SOURCES, queueName } from "../words";

/** "Multi-node parallel jobs aren't supported on compute environments that use Spot Instances", nor on Fargate. */
export const nodesOnSpot: Rule<JobFacts> = {
  name: "nodes-on-spot",
  source: SOURCES.nodes,
  check: (facts) => {
    const nodes = (facts.parent ?? facts.job).nodeProperties;
    const environments = enabledIn(valueOf(facts.environments) ?? []);
    if (nodes === undefined || environments.length === 0) return undefined;
    if (environments.some(({ computeResources }) => computeResources?.type === "EC2")) return undefined;
    return {
      verdict: "cannot-run",
      lookedAt: `compute environments of queue ${queueName(facts)}`,
      found: `a job of ${nodes.numNodes ?? 0} nodes runs on On-Demand Instances only, and queue ${queueName(facts)} has none`,
      todo: ["submit it to a queue with a compute environment of type EC2"],
    };
  },
};
