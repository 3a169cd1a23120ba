import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";

/** What cdktf-cli runs Terraform in: its own package of that name has no binary for Node 24, so that another takes its place. */
test("cdktf-cli has a terminal that this Node loads", () => {
  const terminal = createRequire(require.resolve("cdktf-cli/package.json")).resolve(
    "@cdktf/node-pty-prebuilt-multiarch",
  );
  const program = `require(${JSON.stringify(terminal)}).spawn("sh", ["-c", "test -t 1 && exit 3"], {})
    .onExit(({ exitCode }) => console.log("exited with", exitCode));`;
  const { stdout, stderr } = spawnSync(process.execPath, ["-e", program], { encoding: "utf8" });
  expect(stderr).toBe("");
  expect(stdout).toBe("exited with 3\n");
});
