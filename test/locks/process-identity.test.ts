import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { isSameProcess, processStart } from "../../locks/process-identity";

describe("the identity of a process", () => {
  it("is stable while it runs, and no other start time will do", () => {
    const start = processStart(process.pid) ?? "";
    expect(start).not.toBe("");
    expect(isSameProcess(process.pid, start)).toBe(true);
    expect(isSameProcess(process.pid, `${start}0`)).toBe(false);
  });

  it("ends with the process", async () => {
    const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
    await once(child, "spawn");
    const pid = child.pid ?? 0;
    const start = processStart(pid) ?? "";
    expect(isSameProcess(pid, start)).toBe(true);
    child.kill();
    await once(child, "exit");
    expect(isSameProcess(pid, start)).toBe(false);
  });

  // Slim containers have no ps, and a /proc.
  const itWithPs = spawnSync("ps").status === 0 ? it : it.skip;
  itWithPs("is the same for who has set another time zone or language", () => {
    const { platform, env } = process;
    Object.defineProperty(process, "platform", { value: "darwin" });
    try {
      const zones = ["UTC0", "Asia/Kolkata", "America/New_York"];
      const starts = zones.map((TZ) => {
        process.env = { ...env, TZ, LC_ALL: "de_DE.UTF-8" };
        return processStart(process.pid);
      });
      expect(starts[0]).toBeDefined();
      expect(new Set(starts).size).toBe(1);
    } finally {
      process.env = env;
      Object.defineProperty(process, "platform", { value: platform });
    }
  });

  itWithPs("is what ps says of it where there is no /proc", () => {
    const { platform } = process;
    Object.defineProperty(process, "platform", { value: "darwin" });
    try {
      const start = processStart(process.pid) ?? "";
      expect(start).not.toBe("");
      expect(isSameProcess(process.pid, start)).toBe(true);
      const { pid } = spawnSync(process.execPath, ["--version"]);
      expect(processStart(pid)).toBeUndefined();
    } finally {
      Object.defineProperty(process, "platform", { value: platform });
    }
  });
});
