import { execFileSync, spawnSync } from "node:child_process";
import * as path from "node:path";
import { bundle } from "../../../modules/batch-construct/python-modules";
import { findScripts } from "../../../modules/batch-construct/scripts";
import { loadEnvironment } from "../../../config/loader";
import { repositoryWith } from "../../config/support";
import { python } from "../../support/python";
import { batchRepository } from "./support";

function run(file: string, ...args: string[]): string {
  // In an empty folder and isolated: nothing but the file itself can be found.
  return execFileSync(python, ["-I", file, ...args], { cwd: repositoryWith({}), encoding: "utf8" });
}

test("Python runs a bundle alone, with each module under its own name", () => {
  const modules = new Map([
    [
      "dapf_a",
      `"""Quotes ' and " and \\n."""\nfrom __future__ import annotations\nimport dapf_b\nvalue = dapf_b.half(8)\n`,
    ],
    ["dapf_b", "def half(n: int) -> float:\n    return n / 2\n"],
  ]);
  const made = bundle(`import dapf_a\nprint(dapf_a.value, dapf_a.__name__, __name__)\n`, modules, "glue/job.py");

  expect(run(path.join(repositoryWith({ "job.py": made }), "job.py"))).toBe("4.0 dapf_a __main__\n");
});

test.each(["training", "inferencing"] as const)(
  "Python runs dapf's scripts of %s alone, up to their arguments",
  (context) => {
    const { submit, statusCheck, cleanUp } = findScripts(loadEnvironment(batchRepository(), "churn"), context);

    for (const { content } of [submit, statusCheck, cleanUp]) {
      const file = path.join(repositoryWith({ "job.py": Buffer.from(content).toString() }), "job.py");
      const { status, stderr } = spawnSync(python, [file], { encoding: "utf8" });

      expect(stderr).toContain("ArgumentError: missing arguments: --year, --month, --day");
      expect(status).toBe(1);
    }
  },
);
