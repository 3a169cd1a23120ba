import * as http from "node:http";
import { type AddressInfo, createServer } from "node:net";
import { registryProbe } from "../../../deploy/provider/registry-probe";
import { proxyFor } from "../../../tools";

const host = "registry.terraform.io";

describe("the proxy for a host", () => {
  test("is none when the variable names what is no address", () => {
    expect(proxyFor(host, { HTTPS_PROXY: "http://[" })).toBeUndefined();
  });

  test("is none unless a variable names one", () => {
    expect(proxyFor(host, {})).toBeUndefined();
    expect(proxyFor(host, { HTTPS_PROXY: "" })).toBeUndefined();
  });

  test("is the one that the variable names, also without a scheme", () => {
    expect(proxyFor(host, { HTTPS_PROXY: "http://proxy:3128" })?.host).toBe("proxy:3128");
    expect(proxyFor(host, { https_proxy: "proxy:3128" })?.host).toBe("proxy:3128");
  });

  test.each(["*", "terraform.io", ".terraform.io", "*.terraform.io", "a.com, registry.terraform.io"])(
    "is none for a host that NO_PROXY %p exempts",
    (exempt) => {
      expect(proxyFor(host, { HTTPS_PROXY: "http://proxy:3128", NO_PROXY: exempt })).toBeUndefined();
    },
  );

  test("is not switched off by another host's exemption", () => {
    expect(proxyFor(host, { HTTPS_PROXY: "http://proxy:3128", NO_PROXY: "form.io,example.com" })).toBeDefined();
  });
});

describe("the probe through a proxy", () => {
  const asked: string[] = [];
  let answer = 200;
  const proxy = http.createServer();
  proxy.on("connect", (request, socket) => {
    asked.push(`${request.url ?? ""} ${request.headers["proxy-authorization"] ?? ""}`.trim());
    socket.end(`HTTP/1.1 ${answer} Answer\r\n\r\n`);
  });

  beforeAll(() => new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve)));
  afterAll(() => new Promise((resolve) => proxy.close(resolve)));

  // A server that listens on a port has an address of this kind.
  const port = () => (proxy.address() as AddressInfo).port;

  test("succeeds when the proxy connects to the host", async () => {
    answer = 200;
    await expect(registryProbe({ HTTPS_PROXY: `http://127.0.0.1:${port()}` })(host)).resolves.toBe(true);
    expect(asked.at(-1)).toBe(`${host}:443`);
  });

  test("fails when the proxy refuses", async () => {
    answer = 403;
    await expect(registryProbe({ HTTPS_PROXY: `http://127.0.0.1:${port()}` })(host)).resolves.toBe(false);
  });

  test("gives the proxy its credentials", async () => {
    answer = 200;
    await registryProbe({ HTTPS_PROXY: `http://ann:s%20t@127.0.0.1:${port()}` })(host);
    expect(asked.at(-1)).toBe(`${host}:443 Basic ${Buffer.from("ann:s t").toString("base64")}`);
  });
});

test("a probe fails when what listens at the proxy is none", async () => {
  const plain = createServer((socket) => socket.once("data", () => socket.end("HTTP/1.1 405 No\r\n\r\n")));
  await new Promise<void>((resolve) => plain.listen(0, "127.0.0.1", resolve));
  // A server that listens on a port has an address of this kind.
  const { port } = plain.address() as AddressInfo;
  await expect(registryProbe({ HTTPS_PROXY: `http://127.0.0.1:${port}` })(host)).resolves.toBe(false);
  await new Promise((resolve) => plain.close(resolve));
});

test("a probe fails when nothing listens at the proxy", async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A server that listens on a port has an address of this kind.
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  await expect(registryProbe({ HTTPS_PROXY: `http://127.0.0.1:${port}` })(host)).resolves.toBe(false);
});

test("a probe of a host that does not exist fails", async () => {
  await expect(registryProbe({})("registry.invalid")).resolves.toBe(false);
});
