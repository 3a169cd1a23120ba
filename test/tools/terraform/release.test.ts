import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { connect } from "node:net";
import { dirname, join } from "node:path";
import type { Duplex } from "node:stream";
import { cacheFolder, downloadTerraform, findTerraform, TERRAFORM_VERSION } from "../../../tools";
import { DownloadError, UntrustedDownloadError } from "../../../tools/errors";
import { signingKey } from "../../../tools/terraform/signature";
import { temporaryFolder } from "../../support/temporary-folder";
import { ARCHIVE, closed, listen, releaseSite, type ReleaseSite, SIGNATURE, signer, SUMS } from "./release-site";

const program = Buffer.from(`#!/bin/sh\necho Terraform v${TERRAFORM_VERSION}\n`);
const maker = signer();
const key = signingKey(maker.packet);
let site: ReleaseSite;
let variables: Record<string, string>;
let lines: string[];

beforeEach(async () => {
  site = await releaseSite(program, maker);
  variables = { DAPF_TERRAFORM_MIRROR: `${site.url}/`, XDG_CACHE_HOME: temporaryFolder(), PATH: "/nowhere" };
  lines = [];
});

afterEach(() => site.close());

const get = (signal?: AbortSignal) => {
  const tell = (line: string) => void lines.push(line);
  return downloadTerraform({ variables, tell, key, ...(signal === undefined ? {} : { signal }) });
};
const failure = () => get().catch((reason: unknown) => reason);

describe("a download of Terraform", () => {
  test("gives a program that runs, and is found from then on", async () => {
    expect(findTerraform(variables)).toBeUndefined();
    const { binary, from } = await get();
    expect(from).toBe("cache");
    expect(execFileSync(binary, ["version"], { encoding: "utf8" })).toBe(`Terraform v${TERRAFORM_VERSION}\n`);
    expect(findTerraform(variables)).toEqual({ binary, from });
    expect(binary.startsWith(cacheFolder(variables))).toBe(true);
  });

  test("says from where, how far it is, and where it is in the end", async () => {
    const { binary } = await get();
    expect(lines).toEqual([
      `Downloading Terraform ${TERRAFORM_VERSION} from ${site.url}`,
      "Downloading Terraform: 100 %",
      `Terraform ${TERRAFORM_VERSION} is in ${dirname(binary)}`,
    ]);
  });

  test("happens once, also when several want it at once", async () => {
    await Promise.all([get(), get(), get()]);
    await get();
    expect(site.asked).toEqual([SUMS, SIGNATURE, ARCHIVE]);
  });

  test("begins anew where another was killed", async () => {
    const { binary } = await get();
    const killed = join(temporaryFolder(), "dapf", "terraform", binary.split("/").at(-2) ?? "");
    variables = { ...variables, XDG_CACHE_HOME: dirname(dirname(dirname(killed))) };
    mkdirSync(killed, { recursive: true });
    writeFileSync(join(killed, "terraform"), "half of it");
    expect(findTerraform(variables)).toBeUndefined();
    await get();
    expect(execFileSync(join(killed, "terraform"), { encoding: "utf8" })).toContain(TERRAFORM_VERSION);
  });

  test("that is interrupted leaves nothing that would be taken for Terraform", async () => {
    const reason = new Error("interrupted");
    await expect(get(AbortSignal.abort(reason))).rejects.toBe(reason);
    expect(findTerraform(variables)).toBeUndefined();
  });
});

describe("what is not to be trusted is not used:", () => {
  afterEach(() => expect(findTerraform(variables)).toBeUndefined());

  test("a list of checksums that has been changed", async () => {
    site.files.set(SUMS, Buffer.from("0  terraform.zip\n"));
    const error = await failure();
    expect(error).toBeInstanceOf(UntrustedDownloadError);
    expect(String(error)).toContain("its signature does not fit");
    expect(site.asked).not.toContain(ARCHIVE);
  });

  test("a list that somebody else has signed", async () => {
    site.files.set(SIGNATURE, signer().sign(site.files.get(SUMS) ?? Buffer.from("")));
    expect(String(await failure())).toContain(`not by ${key.fingerprint}`);
  });

  test("an archive that is another than the signed list says", async () => {
    site.files.set(ARCHIVE, Buffer.concat([site.files.get(ARCHIVE) ?? Buffer.from(""), Buffer.from("!")]));
    const error = await failure();
    expect(error).toBeInstanceOf(UntrustedDownloadError);
    expect(String(error)).toContain("its checksum is not the one that HashiCorp has signed");
  });

  test("a site with a key that is not HashiCorp's, unless a test says so", async () => {
    const error = await downloadTerraform({ variables, tell: () => undefined }).catch((reason: unknown) => reason);
    expect(String(error)).toContain("not by 374EC75B485913604A831CC7C820C6D5CD27AB87");
  });
});

describe("what cannot be downloaded", () => {
  test("is said with its address, and with what to do", async () => {
    await site.close();
    const error = await failure();
    expect(error).toBeInstanceOf(DownloadError);
    expect(String(error)).toContain(`${site.url}${SUMS} could not be downloaded: connect ECONNREFUSED`);
    expect(String(error)).toContain("name a mirror of the release site in DAPF_TERRAFORM_MIRROR");
  });

  test("is a release that there is not", async () => {
    site.files.delete(ARCHIVE);
    expect(String(await failure())).toContain(`${ARCHIVE} could not be downloaded: the answer is 404 Not Found`);
  });

  test("is a release for a machine of another kind", async () => {
    const sums = Buffer.from(`${"0".repeat(64)}  terraform_${TERRAFORM_VERSION}_plan9_amd64.zip\n`);
    site.files.set(SUMS, sums);
    site.files.set(SIGNATURE, maker.sign(sums));
    expect(String(await failure())).toContain(`${ARCHIVE} could not be downloaded: there is no such release`);
  });
});

test("a redirect is followed, not for ever", async () => {
  const mirror = createServer(({ url = "" }, response) => {
    response.writeHead(302, { location: url.startsWith("/again") ? url : `${site.url}${url}` }).end();
  });
  const url = await listen(mirror);
  try {
    variables = { ...variables, DAPF_TERRAFORM_MIRROR: url };
    await get();
    variables = { ...variables, DAPF_TERRAFORM_MIRROR: `${url}/again`, XDG_CACHE_HOME: temporaryFolder() };
    expect(String(await failure())).toContain("it leads on and on");
  } finally {
    await closed(mirror);
  }
});

test("a proxy is asked for a tunnel to a site with HTTPS, with its password", async () => {
  const asked: string[] = [];
  const sockets: Duplex[] = [];
  const proxy = createServer();
  proxy.on("connect", ({ url = "", headers }, socket) => {
    asked.push(`${url} ${headers["proxy-authorization"] ?? ""}`);
    // The site behind it speaks no TLS, which ends the connection.
    const behind = connect(Number(new URL(site.url).port), "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      behind.pipe(socket).pipe(behind);
    });
    sockets.push(behind, socket);
    for (const one of [behind, socket]) one.on("error", () => undefined);
  });
  const { host } = new URL(await listen(proxy));
  try {
    variables = { XDG_CACHE_HOME: temporaryFolder(), HTTPS_PROXY: `http://ann:s%20t@${host}` };
    expect(await failure()).toBeInstanceOf(DownloadError);
    expect(asked).toEqual([`releases.hashicorp.com:443 Basic ${Buffer.from("ann:s t").toString("base64")}`]);
  } finally {
    for (const socket of sockets) socket.destroy();
    await closed(proxy);
  }
});

test("the cache is the user's, where the system has it", () => {
  expect(cacheFolder({ HOME: "/home/ann" }, "linux")).toBe("/home/ann/.cache/dapf");
  expect(cacheFolder({ HOME: "/Users/ann" }, "darwin")).toBe("/Users/ann/Library/Caches/dapf");
  expect(cacheFolder({ HOME: "/Users/ann", XDG_CACHE_HOME: "/fast" }, "darwin")).toBe("/fast/dapf");
  expect(cacheFolder({ HOME: "/home/ann", XDG_CACHE_HOME: "relative" }, "linux")).toBe("/home/ann/.cache/dapf");
});

describe("Terraform is found", () => {
  function path(...names: string[]): string {
    const folder = temporaryFolder();
    for (const name of names) writeFileSync(join(folder, name), "#!/bin/sh\n", { mode: 0o755 });
    return folder;
  }

  test("by the variable that cdktf reads, too, whatever else is there", () => {
    const found = findTerraform({ TERRAFORM_BINARY_NAME: "my-terraform", PATH: path("terraform") });
    expect(found).toEqual({ binary: "my-terraform", from: "named" });
  });

  test("on the PATH, and OpenTofu when there is no Terraform", () => {
    expect(findTerraform({ PATH: path("terraform", "tofu") })).toEqual({ binary: "terraform", from: "path" });
    expect(findTerraform({ PATH: path("tofu") })).toEqual({ binary: "tofu", from: "path" });
  });

  test("rather on the PATH than where dapf has put its own", async () => {
    await get();
    expect(findTerraform({ ...variables, PATH: path("tofu") })?.from).toBe("path");
  });
});
