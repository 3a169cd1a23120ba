import { placeIn } from "../../../aws/place";
import type { ResourceRequest } from "../../../emulator/cloudcontrol/requests";
import { PLACE } from "../batch/account";
import { codeOf, Control, ENVIRONMENT, environmentModel } from "./control";

describe("a client token", () => {
  it("makes one request of many", () => {
    const { cloud } = new Control();
    const create = (): ResourceRequest => cloud.create(PLACE, ENVIRONMENT, environmentModel(), "token");
    expect(create()).toBe(create());
    expect(cloud.allRequests(PLACE)).toHaveLength(1);
  });

  it("is refused with another content", () => {
    const { cloud } = new Control();
    cloud.create(PLACE, ENVIRONMENT, environmentModel(), "token");
    const other = environmentModel({ State: "DISABLED" });
    expect(codeOf(() => cloud.create(PLACE, ENVIRONMENT, other, "token"))).toBe("ClientTokenConflictException");
  });

  it("is free again when the request was refused at once", () => {
    const { cloud } = new Control();
    expect(codeOf(() => cloud.create(PLACE, ENVIRONMENT, {}, "token"))).toBe("InvalidRequestException");
    expect(codeOf(() => cloud.create(PLACE, ENVIRONMENT, environmentModel(), "token"))).toBe("nothing");
  });
});

describe("a request", () => {
  it("is known to its account and Region only", () => {
    const { cloud } = new Control();
    const { token } = cloud.create(PLACE, ENVIRONMENT, environmentModel());
    const elsewhere = placeIn("us-east-1", PLACE.account);
    expect(codeOf(() => cloud.request(elsewhere, token))).toBe("RequestTokenNotFoundException");
  });

  it("is forgotten when the service is reset", () => {
    const { cloud } = new Control();
    const { token } = cloud.create(PLACE, ENVIRONMENT, environmentModel());
    cloud.reset();
    expect(codeOf(() => cloud.request(PLACE, token))).toBe("RequestTokenNotFoundException");
  });
});
