import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { jenkinsFolder } from "./jenkinsfile";

const hasJava = spawnSync("java", ["-version"]).status === 0;
const files = fs
  .readdirSync(jenkinsFolder)
  .filter((name) => /\.(Jenkinsfile|groovy)$/.test(name) && !name.startsWith("."));

// CodeNarc, which npm-groovy-lint runs, is a Java program.
(hasJava ? test : test.skip)(
  "npm-groovy-lint finds nothing in the Jenkinsfiles (skipped where there is no Java)",
  () => {
    const config = path.join(jenkinsFolder, ".groovylintrc.json");
    const options = ["--config", config, "--failon", "info", "--noserver", "--output", "txt"];
    const { status, stdout } = spawnSync("npx", ["npm-groovy-lint", ...options, ...files], {
      cwd: jenkinsFolder,
      encoding: "utf8",
    });

    expect(stdout).toContain(`${files.length}`);
    expect([status, status === 0 ? "" : stdout]).toEqual([0, ""]);
  },
  120_000,
);
