import { resolve } from "node:path";
import { loadEnvironment } from "../../../config/loader";
import { loadTrainingQueues } from "../../../config/training-queues";

describe("the queues of jenkins-pl", () => {
  const queues = loadTrainingQueues(loadEnvironment(resolve(__dirname, "../../.."), "jenkins-pl"));

  it("are one of each kind, without a warning", () => {
    expect(queues?.jobQueues.map(({ scheduling }) => scheduling)).toEqual(["FIFO", "FAIR_SHARE", "QUOTA_SHARE"]);
    expect(queues?.warnings).toEqual([]);
  });

  it("give HIGHPRI the most and LOWPRI the least of the fair share", () => {
    expect(queues?.schedulingPolicies[0]?.request.fairsharePolicy).toEqual({
      shareDecaySeconds: 3600,
      shareDistribution: [
        { shareIdentifier: "HIGHPRI", weightFactor: 1 },
        { shareIdentifier: "MIDPRI", weightFactor: 3 },
        { shareIdentifier: "LOWPRI", weightFactor: 5 },
      ],
    });
  });

  it("have a share that borrows, one that lends and one that reserves", () => {
    expect(queues?.quotaShares.map(({ request }) => request.resourceSharingConfiguration.strategy)).toEqual([
      "LEND_AND_BORROW",
      "LEND",
      "RESERVE",
    ]);
  });
});
