import { arn, PLACE, valid, withQuotaQueue } from "../batch/account";
import { codeOf, Control, ENVIRONMENT, POLICY, QUEUE, SHARE } from "./control";

describe("listing through Cloud Control", () => {
  it("shows the shares of the queue that the caller names", () => {
    const control = new Control(withQuotaQueue());
    control.batch.settled("CreateQuotaShare", valid.quotaShare());
    const [live] = control.cloud.list(PLACE, SHARE, { JobQueue: "queue" });
    expect(live?.identifier).toBe(arn("job-queue/queue/quota-share/share"));
    expect(control.cloud.list(PLACE, SHARE, { JobQueue: "none" })).toEqual([]);
  });

  it("needs the queue for shares", () => {
    expect(codeOf(() => new Control().cloud.list(PLACE, SHARE, {}))).toBe("InvalidRequestException");
  });

  it("shows all resources of the other types", () => {
    const { cloud } = new Control(withQuotaQueue());
    for (const typeName of [ENVIRONMENT, POLICY, QUEUE]) expect(cloud.list(PLACE, typeName, {})).toHaveLength(1);
  });
});
