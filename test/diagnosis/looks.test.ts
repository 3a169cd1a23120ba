import { AwsCallError } from "../../aws/errors";
import { Looks } from "../../diagnosis/looks";
import { ABSENT, there, UNSEEN } from "../../diagnosis/seen";

const look = { what: "security groups", needs: "ec2:DescribeSecurityGroups", absent: ["InvalidGroup.NotFound"] };

/** How a call of EC2 fails. */
function failing(name: string, message: string, status = 400) {
  const cause = Object.assign(new Error(message), { name, $fault: "client", $metadata: { httpStatusCode: status } });
  const call = { service: "EC2", operation: "DescribeSecurityGroups", region: "eu-west-1", endpoint: undefined };
  return () => Promise.reject(new AwsCallError(call, cause, 0));
}

describe("looking at things of an account", () => {
  it("tells what is there, and counts the calls", async () => {
    const looks = new Looks();

    expect(await looks.at(look, () => Promise.resolve(["sg-1"]))).toEqual(there(["sg-1"]));
    expect([looks.calls, looks.notes]).toEqual([1, []]);
  });

  it("notes the permission that is missing, and goes on", async () => {
    const looks = new Looks();
    const denied = failing("UnauthorizedOperation", "You are not authorized to perform this operation.", 403);

    expect(await looks.at(look, denied)).toEqual(UNSEEN);
    expect(looks.notes).toEqual(["security groups: needs ec2:DescribeSecurityGroups"]);
  });

  it("knows what is not there from what could not be looked at", async () => {
    const looks = new Looks();

    expect(await looks.at(look, failing("InvalidGroup.NotFound", "no such group"))).toEqual(ABSENT);
    expect(await looks.at(look, failing("InvalidParameterValue", "no group id"))).toEqual(UNSEEN);
    expect(looks.notes).toEqual(["security groups: no group id"]);
  });

  it("makes no more calls than it may", async () => {
    const looks = new Looks(1);
    let made = 0;
    const ask = () => Promise.resolve((made += 1));

    await looks.at(look, ask);
    expect(await looks.at({ ...look, what: "routes" }, ask)).toEqual(UNSEEN);
    expect([made, looks.notes]).toEqual([1, ["routes: 1 calls were made already"]]);
  });

  it("goes on no further when nobody is signed in", async () => {
    const expired = failing("ExpiredToken", "The security token included in the request is expired", 403);

    await expect(new Looks().at(look, expired)).rejects.toThrow(AwsCallError);
  });
});
