import { driftLines } from "../../../cli/render/queue-drift";
import { plainText } from "../../../cli/render/style";
import { queueTable } from "../../../cli/render/queue-table";
import { queueTree } from "../../../cli/render/queue-tree";
import { queueDrift } from "../../../queues/drift";
import { queueOverviews } from "../../../queues/overview";
import { at } from "../../config/training-queues/fixture";
import { live } from "../../queues/fixture";

const declared = live();

describe("queueTable", () => {
  it("has a line for each queue, and under it one for each share", () => {
    expect(queueTable(queueOverviews(declared, undefined), plainText)).toEqual([
      "QUEUE        KIND      ORDER        PRIORITY  ENVIRONMENTS  CAPACITY        SHARES                STATE",
      "fifo         training  FIFO         1         c5            3 instances                           enabled",
      "fair-share   training  fair share   1         c5            3 instances     HIGHPRI 1, team* 5    enabled",
      "quota-share  training  quota share  1         g5            3 ml.g5.xlarge                        enabled",
      "  a                                                         2 ml.g5.xlarge  lends, borrows 200 %  enabled",
      "  b                                                         1 ml.g5.xlarge  reserves              enabled",
    ]);
  });

  it("counts the weights beyond the third", () => {
    const shareDistribution = ["a", "b", "c", "d", "e"].map((shareIdentifier) => ({ shareIdentifier }));
    const many = live({ [`${at.fair}.fairsharePolicy.shareDistribution`]: shareDistribution });
    const [, , line] = queueTable(queueOverviews(many, undefined), plainText);
    expect(line).toContain("  a 1, b 1, c 1, 2 more  enabled");
  });

  it("says what is not deployed, not declared, disabled, and in trouble", () => {
    const other = live({
      [`${at.fairShare}.state`]: "DISABLED",
      "TrainingJobQueues.C5_QUEUE_NAME": "x",
      [`${at.fifo}.jobQueueName`]: "x",
    });
    const broken = [...other.jobQueues].map(([arn, queue]) => {
      return [arn, queue.jobQueueName === "quota-share" ? { ...queue, status: "INVALID" as const } : queue] as const;
    });
    const states = queueTable(queueOverviews(declared, { ...other, jobQueues: new Map(broken) }), plainText)
      .filter((line) => !line.startsWith(" "))
      .map((line) => line.replace(/.* {2}/, ""));
    expect(states).toEqual(["STATE", "not deployed", "disabled", "enabled, invalid", "enabled, not declared"]);
  });
});

describe("queueTree", () => {
  it("draws the queue, its service environment, and the shares in it", () => {
    const [, , quota] = queueOverviews(declared, declared);
    expect(quota && queueTree(quota, plainText)).toEqual([
      "quota-share   quota share, by quota, priority 1, enabled",
      "└── g5        3 ml.g5.xlarge, enabled",
      "    ├── a     2 ml.g5.xlarge, lends, borrows 200 %, preempts in the share",
      "    └── b     1 ml.g5.xlarge, reserves",
    ]);
  });

  it("goes on below where a line would be wider than the terminal, and draws the branches through", () => {
    const [, , quota] = queueOverviews(declared, declared);
    expect(quota && queueTree(quota, plainText, 50)).toEqual([
      "quota-share   quota share, by quota, priority 1,",
      "│             enabled",
      "└── g5        3 ml.g5.xlarge, enabled",
      "    ├── a     2 ml.g5.xlarge,",
      "    │         lends, borrows 200 %,",
      "    │         preempts in the share",
      "    └── b     1 ml.g5.xlarge, reserves",
    ]);
  });

  it("draws the weights of a fair share", () => {
    const [, fair] = queueOverviews(declared, declared);
    expect(fair && queueTree(fair, plainText)).toEqual([
      "fair-share        fair share, by fair, priority 1, enabled, shareDecaySeconds 3600, computeReservation 10",
      "└── c5            3 instances, enabled",
      "    ├── HIGHPRI   weight 1",
      "    └── team*     weight 5",
    ]);
  });

  it("says that a share may borrow without limit", () => {
    const borrowing = live({ [`${at.a}.resourceSharingConfiguration.borrowLimit`]: -1 });
    const [, , quota] = queueOverviews(borrowing, borrowing);
    expect(quota && queueTree(quota, plainText)[2]).toContain("lends, borrows all");
  });
});

describe("driftLines", () => {
  it("says that there is none", () => {
    expect(driftLines("dev", [], plainText)).toEqual(["dev: the live queues are what is declared"]);
  });

  it("has one line for each difference, and how many there are", () => {
    const other = live({
      [`${at.g5}.capacityLimits.0.maxCapacity`]: 9,
      "QuotaShares.B_QS_NAME": "x",
      [`${at.b}.quotaShareName`]: "x",
    });
    expect(driftLines("dev", queueDrift(declared, other), plainText)).toEqual([
      "~ service environment g5: capacityLimits[ml.g5.xlarge] is 9, declared 3",
      "- quota share b is declared, and not there",
      "+ quota share x is there, and not declared",
      "dev: 3 differences between what is declared and what is live",
    ]);
  });
});
