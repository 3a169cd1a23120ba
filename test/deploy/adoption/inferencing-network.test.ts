import { inferencingNetwork } from "../../../deploy";
import { parseState } from "../../../deploy/adoption/state";
import { type Instance, stateText } from "./state-text";

const group = (module: string, vpcId: string): Instance => ({
  module,
  type: "aws_security_group",
  name: "this",
  attributes: { vpc_id: vpcId },
});
const compute = (module: string, subnets: readonly string[]): Instance => ({
  module,
  type: "aws_batch_compute_environment",
  name: "this",
  attributes: { compute_resources: [{ subnets }] },
});
const networkOf = (...instances: Instance[]) => inferencingNetwork(parseState("s", stateText(instances)));

test("the network of inferencing is that of its security group and compute environment", () => {
  const network = networkOf(
    group("module.batch_training.module.sg", "vpc-training"),
    group("module.batch_inferencing.module.sg", "vpc-1"),
    compute("module.batch_training.module.batch", ["subnet-training"]),
    compute("module.batch_inferencing.module.construct.module.batch", ["subnet-1", "subnet-2"]),
  );
  expect(network).toEqual({ vpcId: "vpc-1", subnetIds: ["subnet-1", "subnet-2"] });
});

test("without either there is none", () => {
  expect(networkOf(group("module.batch_inferencing", "vpc-1"))).toBeUndefined();
  expect(networkOf(compute("module.batch_inferencing", ["subnet-1"]))).toBeUndefined();
});
