import { setImmediate } from "node:timers/promises";
import { EcsClusters } from "../../../../emulator/batch/plumbing/ecs-clusters";
import type { EdgeRequest } from "../../../../emulator/edge/messages";
import { jsonAnswer } from "../../../../emulator/edge/messages";
import { PLACE } from "../account";

test("clusters are there, and gone, before anybody is told", async () => {
  const made: unknown[] = [];
  const clusters = new EcsClusters(async ({ identity, headers, body }: EdgeRequest) => {
    await setImmediate();
    made.push([identity.account, identity.region, headers["x-amz-target"], JSON.parse(body.toString("utf8"))]);
    return jsonAnswer({});
  });
  clusters.change(PLACE, { operation: "CreateCluster", name: "AWSBatch-kiln" });
  await clusters.settled();
  clusters.change(PLACE, { operation: "DeleteCluster", name: "AWSBatch-kiln" });
  await clusters.settled();
  const target = (operation: string) => `AmazonEC2ContainerServiceV20141113.${operation}`;
  expect(made).toEqual([
    [PLACE.account, PLACE.region, target("CreateCluster"), { clusterName: "AWSBatch-kiln" }],
    [PLACE.account, PLACE.region, target("DeleteCluster"), { cluster: "AWSBatch-kiln" }],
  ]);
});

test("a cluster that cannot be changed holds nobody up", async () => {
  const clusters = new EcsClusters(() => Promise.reject(new Error("gone")));
  clusters.change(PLACE, { operation: "DeleteCluster", name: "AWSBatch-kiln" });
  await expect(clusters.settled()).resolves.toBeUndefined();
});

test("the role of AWS Batch is made with the first environment that names no other", async () => {
  const made: string[] = [];
  const clusters = new EcsClusters(({ identity, operation, body }: EdgeRequest) => {
    made.push(`${identity.service} ${operation} ${body.toString("utf8")}`);
    return Promise.resolve(jsonAnswer({}));
  });
  clusters.change(PLACE, { operation: "CreateCluster", name: "AWSBatch-kiln", needsLinkedRole: true });
  await clusters.settled();
  expect(made).toContainEqual(
    expect.stringMatching(/^iam CreateServiceLinkedRole .*AWSServiceName=batch.amazonaws.com/),
  );
});
