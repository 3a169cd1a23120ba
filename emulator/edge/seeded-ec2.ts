/** EC2 whose account and region are seeded before their first call is answered, whoever makes it. */
import { InternalCallError } from "../errors";
import type { Ec2Call, NetworkSeed } from "../seed";
import { ec2Form, ec2Headers, seedVpcThrough } from "../seed";
import type { EdgeRequest, EdgeResponse, Forward, ServiceHandler } from "./messages";
import type { CallIdentity } from "./recognise";

export class SeededEc2 implements ServiceHandler {
  /** `account/region` -> the seeding, done or under way. */
  private seeded = new Map<string, Promise<unknown>>();

  /** @param network what is seeded; by default what an environment looks up by the tag of the embedded AWS */
  constructor(private readonly network: NetworkSeed = {}) {}

  async handle(request: EdgeRequest, forward: Forward): Promise<EdgeResponse> {
    await this.seed(request.identity, forward);
    return forward(request);
  }

  /** After the back end has forgotten everything. */
  reset(): void {
    this.seeded = new Map();
  }

  private seed(identity: CallIdentity, forward: Forward): Promise<unknown> {
    const key = `${identity.account}/${identity.region}`;
    const seeding = this.seeded.get(key) ?? this.seedThrough(identity, forward);
    this.seeded.set(key, seeding);
    // A failed seeding (e.g. a region that AWS does not have) must not be the answer to every later call.
    return seeding.catch(() => this.seeded.delete(key));
  }

  private seedThrough(identity: CallIdentity, forward: Forward): Promise<unknown> {
    const { account, region } = identity;
    return seedVpcThrough(ec2CallsThrough(identity, forward), { ...this.network, account, region });
  }
}

function ec2CallsThrough(identity: CallIdentity, forward: Forward): Ec2Call {
  return async (action, parameters) => {
    const answer = await forward({
      identity,
      operation: action,
      method: "POST",
      url: "/",
      headers: { ...ec2Headers(identity), host: "127.0.0.1" },
      body: Buffer.from(ec2Form(action, parameters)),
    });
    const text = answer.body.toString("utf8");
    if (answer.status !== 200) throw new InternalCallError("ec2", action, answer.status, text);
    return text;
  };
}
