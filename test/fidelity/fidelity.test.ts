import { execFile } from "node:child_process";
import * as fs from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import * as path from "node:path";
import { MOTO_VERSION } from "../../tools";
import { python, testWithPython } from "../support/python";
import { temporaryFolder } from "../support/temporary-folder";
import { runSuite } from "./suite";
import { openMotoCopy, testFolders } from "./moto-copy";

const repository = path.resolve(__dirname, "../..");

function copyOf(version: string, tests: Readonly<Record<string, string>> = {}): string {
  const folder = temporaryFolder();
  const files = { "moto/__init__.py": `__version__ = "${version}"\n`, "tests/__init__.py": "", ...tests };
  for (const [file, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    fs.writeFileSync(path.join(folder, file), text);
  }
  return folder;
}

const FERRY = `
import os, time
import pytest, requests

def test_goes(): pass
def test_sinks(): assert 1 == 2, "no rails"
def test_waits(): pytest.skip("in the harbour")
def test_is_sent_elsewhere():
    assert requests.get("http://localhost:5000/where").text == "elsewhere"
def test_resets_as_the_embedded_aws_does():
    assert requests.post("http://localhost:5000/moto-api/reset").text == "reset"
def test_tells_it_nothing_else():
    assert requests.post("http://localhost:5000/moto-api/config").status_code == 201
`;

async function serve(texts: Readonly<Record<string, string>>): Promise<{ url: string; stop: () => Promise<void> }> {
  const server = createServer((request, response) => {
    response.end(texts[`${request.method} ${request.url}`] ?? "nothing");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A listening TCP server has an address object.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

describe("npm run fidelity", () => {
  it.each([
    ["does not exist", path.join(temporaryFolder(), "nowhere"), []],
    ["has no folders moto and tests", temporaryFolder(), []],
    ["is moto 1.2.3", copyOf("1.2.3"), []],
    [
      "moto has no tests of a service ferry; it has those of: boat",
      copyOf(MOTO_VERSION, { "tests/test_boat/x.py": "" }),
      ["--service", "ferry"],
    ],
  ])("says in a sentence, and with exit code 2, that the folder %s", async (text, folder, options) => {
    const main = ["--require", "./bin/typescript.js", "test/fidelity/index.ts", folder, ...options];
    const { code, stderr } = await new Promise<{ code: unknown; stderr: string }>((resolve) => {
      execFile(process.execPath, main, { cwd: repository }, (error, _, stderr) =>
        resolve({ code: error?.code, stderr }),
      );
    });
    expect(stderr).toContain(text);
    expect(stderr).not.toContain("    at ");
    expect(code).toBe(2);
  });

  testWithPython(
    "runs tests as they are against another endpoint, and tells what became of each",
    ["moto", "pytest"],
    async () => {
      const copy = openMotoCopy(
        copyOf(MOTO_VERSION, {
          "tests/test_ferry/test_one.py": FERRY,
          "tests/test_ferry/test_two.py": "import nothing",
        }),
      );
      const endpoint = await serve({ "GET /where": "elsewhere", "POST /_dapf/reset": "reset" });
      const side = {
        name: "the embedded AWS" as const,
        endpoint: endpoint.url,
        variables: { FIDELITY_CONTROLS: "dapf" },
        stop: endpoint.stop,
      };
      const folders = testFolders(copy, "ferry");
      const outcomes = await runSuite(
        { copy, python: { executable: python }, folders, scratch: temporaryFolder() },
        side,
      ).finally(side.stop);
      expect(
        outcomes.map(({ test, outcome, reason }) => [test.replace("test_ferry/", ""), outcome, reason]).sort(),
      ).toEqual([
        ["test_one.py::test_goes", "passed", ""],
        ["test_one.py::test_is_sent_elsewhere", "passed", ""],
        ["test_one.py::test_resets_as_the_embedded_aws_does", "passed", ""],
        ["test_one.py::test_sinks", "failed", "AssertionError: no rails"],
        ["test_one.py::test_tells_it_nothing_else", "passed", ""],
        ["test_one.py::test_waits", "skipped", "Skipped: in the harbour"],
        ["test_two.py", "failed", "E   ModuleNotFoundError: No module named 'nothing'"],
      ]);
    },
    120_000,
  );
});
