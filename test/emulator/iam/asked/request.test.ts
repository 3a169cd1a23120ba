/** How calls are read out of their protocols. Source: Smithy, "AWS protocols". */
import fc from "fast-check";
import { cborParams } from "../../../../emulator/iam/asked/request/cbor";
import { formParams } from "../../../../emulator/iam/asked/request/form";
import { routed } from "../../../../emulator/iam/asked/request/routes";
import type { Route } from "../../../../emulator/iam/facts";
import { ask, contextOf, form, json, request, rest, short } from "./asking";

describe("a call of the query protocol", () => {
  it("has lists, objects in them and maps", () => {
    const body =
      "Action=X&Version=1&Name=n&Tags.member.2.Key=b&Tags.member.1.Key=a&Attributes.entry.1.key=k&Attributes.entry.1.value=v";
    expect(formParams(body)).toEqual({ Name: "n", Tags: [{ Key: "a" }, { Key: "b" }], Attributes: { k: "v" } });
  });

  it("has flat lists", () => {
    expect(formParams("InstanceId.1=a&InstanceId.2=b&TagSpecification.1.Tag.1.Key=k")).toEqual({
      InstanceId: ["a", "b"],
      TagSpecification: [{ Tag: [{ Key: "k" }] }],
    });
  });

  it("may have any names", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.stringMatching(/^[\w.]{1,20}$/), fc.string()), { maxLength: 8 }), (pairs) => {
        expect(typeof formParams(new URLSearchParams(pairs).toString())).toBe("object");
      }),
    );
  });

  it("may name its operation in the URL", async () => {
    expect(short(await ask({ service: "iam", method: "GET", url: "/?Action=GetRole&RoleName=r" }))).toEqual([
      "iam:GetRole role/r",
    ]);
  });
});

describe("a call of the CBOR protocol", () => {
  // RFC 8949, appendix A, and texts of a given and an open length.
  it.each([
    ["a0", {}],
    ["a16161f5", { a: true }],
    ["a1616118ff", { a: 255 }],
    ["a1616120", { a: -1 }],
    ["a161618302f66162", { a: [2, null, "b"] }],
    ["bf61617f61626163ffff", { a: "bc" }],
    ["a16161fb3ff199999999999a", { a: 1.1 }],
    ["a16161c11a514b67b0", { a: 1363896240 }],
    ["bf61619f01ffff", { a: [1] }],
  ])("%s is %j", (hex, value) => {
    expect(cborParams(Buffer.from(hex, "hex"))).toEqual(value);
  });

  it("that is none has no members", () => {
    expect(cborParams(Buffer.from("a2616", "hex"))).toEqual({});
    expect(cborParams(Buffer.alloc(0))).toEqual({});
  });

  it("ends whatever its bytes are", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => typeof cborParams(Buffer.from(bytes)) === "object"),
    );
  });

  it("is asked for by the operation in its path", async () => {
    const asks = await ask({
      service: "monitoring",
      method: "POST",
      url: "/service/GraniteServiceVersion20100801/operation/PutMetricData",
      body: Buffer.from("bf694e616d657370616365616eff", "hex"),
    });
    expect(contextOf(asks, "cloudwatch:PutMetricData")).toEqual({ "cloudwatch:namespace": ["n"] });
  });
});

describe("a call of a REST protocol", () => {
  const routes: readonly Route[] = [
    {
      operation: "List",
      method: "GET",
      uri: "/things",
      members: [{ member: "Max", location: "querystring", name: "max" }],
    },
    { operation: "Search", method: "GET", uri: "/things?search", members: [] },
    { operation: "Get", method: "GET", uri: "/things/{Id}", members: [{ member: "Id", location: "uri", name: "Id" }] },
    { operation: "Special", method: "GET", uri: "/things/special", members: [] },
    {
      operation: "File",
      method: "GET",
      uri: "/things/{Id}/{Path+}",
      members: [{ member: "Path", location: "uri", name: "Path" }],
    },
    {
      operation: "Put",
      method: "PUT",
      uri: "/things/{Id}",
      members: [{ member: "Token", location: "header", name: "X-Token" }],
    },
  ];
  const route = (method: string, url: string, headers = {}, body = "") =>
    routed(request({ service: "x", method, url, headers, body }), routes);

  it.each([
    ["GET", "/things", "List", {}],
    ["GET", "/things/", "List", {}],
    ["GET", "/things?max=3", "List", { Max: "3" }],
    ["GET", "/things?search", "Search", {}],
    ["GET", "/things/a%2Fb", "Get", { Id: "a/b" }],
    ["GET", "/things/special", "Special", {}],
    ["GET", "/things/a/b/c", "File", { Path: "b/c" }],
  ])("%s %s is %s with %j", (method, url, operation, params) => {
    expect(route(method, url)).toEqual({ operation, params });
  });

  it("has members in headers and body, too", () => {
    expect(route("PUT", "/things/a", { "x-token": "t" }, '{"name":"n"}')).toEqual({
      operation: "Put",
      params: { name: "n", Token: "t" },
    });
  });

  it("that the service does not have is none of its operations", () => {
    expect(route("POST", "/things")).toBeUndefined();
  });
});

describe("a call that nobody knows", () => {
  it("is asked for by its name on everything, so that only a wildcard grants it", async () => {
    expect(short(await json("sqs", "NoSuchOperation"))).toEqual(["sqs:NoSuchOperation *"]);
    expect(short(await json("nosuchservice", "DoIt"))).toEqual(["nosuchservice:DoIt *"]);
    expect(short(await rest("lambda", "GET", "/no/such/path"))).toEqual(["lambda:UnknownOperation *"]);
  });
});

describe("a call that needs no permission", () => {
  it.each(["GetCallerIdentity", "GetSessionToken"])("is %s", async (operation) => {
    expect(await form("sts", operation)).toEqual([]);
  });

  it("is one by which one gets credentials, without a signature", async () => {
    const body = "Action=AssumeRoleWithWebIdentity&RoleArn=arn:aws:iam::123456789012:role/r&WebIdentityToken=t";
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    expect(await ask({ service: "sts", method: "POST", url: "/", isUnsigned: true, headers, body })).toEqual([]);
  });
});
