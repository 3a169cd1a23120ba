import type { EdgeRequest, EdgeResponse } from "../../../emulator/edge/messages";
import { SeededEc2 } from "../../../emulator/edge/seeded-ec2";

const vpc = "<vpcId>vpc-1</vpcId>";
const subnets = "<subnetId>a</subnetId><subnetId>b</subnetId><subnetId>c</subnetId>";

/** EC2 before a moto that has the network, and can be told to refuse its descriptions. */
function ec2() {
  const handler = new SeededEc2();
  const seen: string[] = [];
  const answers = { status: 200 };
  const forward = ({ operation, identity: { region } }: EdgeRequest): Promise<EdgeResponse> => {
    seen.push(`${region} ${operation}`);
    return Promise.resolve({ status: answers.status, headers: {}, body: Buffer.from(vpc + subnets) });
  };
  const call = (region: string) => {
    const identity = { service: "ec2", region, account: "123456789012", accountIsChosen: true };
    const request = { identity, operation: "Call", method: "POST", url: "/", headers: {}, body: Buffer.alloc(0) };
    return handler.handle(request, forward);
  };
  return { handler, call, seen, answers };
}

const seeding = (region: string) => [`${region} DescribeVpcs`, `${region} DescribeSubnets`];

describe("the first call of EC2", () => {
  it("in a Region waits until that has its network, which further calls do not ask for", async () => {
    const { call, seen } = ec2();
    await Promise.all([call("eu-west-1"), call("eu-west-1")]);
    await call("eu-central-1");
    await call("eu-west-1");
    const one = "eu-west-1 Call";
    expect(seen).toEqual([...seeding("eu-west-1"), one, one, ...seeding("eu-central-1"), "eu-central-1 Call", one]);
  });

  it("is answered also when the network cannot be made, and it is tried again", async () => {
    const { call, seen, answers } = ec2();
    answers.status = 500;
    expect((await call("xx-west-1")).status).toBe(500);
    answers.status = 200;
    await call("xx-west-1");
    expect(seen).toEqual(["xx-west-1 DescribeVpcs", "xx-west-1 Call", ...seeding("xx-west-1"), "xx-west-1 Call"]);
  });

  it("is the first again after everything has been forgotten", async () => {
    const { call, handler, seen } = ec2();
    await call("eu-west-1");
    handler.reset();
    await call("eu-west-1");
    expect(seen).toEqual([...seeding("eu-west-1"), "eu-west-1 Call", ...seeding("eu-west-1"), "eu-west-1 Call"]);
  });
});
