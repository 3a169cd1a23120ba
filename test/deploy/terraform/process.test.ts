import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { runTerraform, TerraformMissingError } from "../../../deploy/terraform/process";
import { fakeTerraform } from "../fake-terraform";
import { temporaryFolder } from "../folders";
import { trigger } from "../trigger";
import { until } from "../../support/until";

// Each test starts some processes, which takes long on a busy machine.
jest.setTimeout(30_000);

const folder = temporaryFolder();
const fake = fakeTerraform(folder);

function command(more: Partial<Parameters<typeof runTerraform>[0]> = {}) {
  const lines: string[] = [];
  return {
    lines,
    options: {
      binary: fake.binary,
      args: ["plan"],
      cwd: folder,
      env: process.env,
      logFile: path.join(folder, "logs", "plan.jsonl"),
      onLine: (line: string) => lines.push(line),
      ...more,
    },
  };
}

describe("running Terraform", () => {
  test("hands on each line, also a last one without line end, and the exit code", async () => {
    fake.script({ plan: { lines: ["one", "zwei – größer", "three"], exitCode: 2 } });
    const { options, lines } = command();
    await expect(runTerraform(options)).resolves.toEqual({ exitCode: 2, stderr: "", interrupted: false });
    expect(lines).toEqual(["one", "zwei – größer", "three"]);
  });

  test("hands on lines while Terraform runs, not at its end", async () => {
    fake.script({ plan: { lines: ["early", "late"], pause: 400 } });
    const { options, lines } = command();
    const end = runTerraform(options);
    await until(() => lines.length > 0);
    expect(lines).toEqual(["early"]);
    await end;
    expect(lines).toEqual(["early", "late"]);
  });

  test("keeps long lines whole", async () => {
    const long = "ä".repeat(100_000);
    fake.script({ plan: { lines: [long, "short"] } });
    const { options, lines } = command();
    await runTerraform(options);
    expect(lines).toEqual([long, "short"]);
  });

  test("returns what Terraform printed on standard error", async () => {
    fake.script({ plan: { stderr: "flag provided but not defined", exitCode: 1 } });
    const { options } = command();
    await expect(runTerraform(options)).resolves.toMatchObject({ stderr: "flag provided but not defined" });
  });

  test("keeps its log, and what else is in the folder of it, for the owner's eyes only", async () => {
    fake.script({ plan: { lines: ["secret"] } });
    const { options } = command();
    await runTerraform(options);
    expect(fs.statSync(options.logFile).mode & 0o077).toBe(0);
    expect(fs.statSync(path.dirname(options.logFile)).mode & 0o077).toBe(0);
  });

  test("tells when Terraform is not installed", async () => {
    const { options } = command({ binary: "terraform-that-is-not-there" });
    await expect(runTerraform(options)).rejects.toBeInstanceOf(TerraformMissingError);
  });
});

describe("an interrupt", () => {
  test("is passed on once, and the end is waited for", async () => {
    fake.script({ plan: { lines: ["working"], afterInterrupt: ["saved"], exitCode: 1 } });
    const source = trigger();
    const counts: number[] = [];
    const { options, lines } = command({ interrupts: source, onInterrupt: (count) => counts.push(count) });
    const end = runTerraform(options);
    await until(() => lines.includes("working"));
    source.pull();
    source.pull();
    await expect(end).resolves.toMatchObject({ interrupted: true, exitCode: 1 });
    expect(lines).toEqual(["working", "saved"]);
    expect(counts).toEqual([1, 2]);
  });

  test("reaches Terraform only after it has stood still, so that its providers get their answers", async () => {
    const lines30 = Array.from({ length: 30 }, (_, index) => `line ${index}`);
    fake.script({ plan: { lines: lines30, pause: 20, afterInterrupt: ["saved"], exitCode: 1 } });
    const source = trigger();
    const { options, lines } = command({ interrupts: source, settling: { atLeast: 1_500, atMost: 1_500 } });
    const end = runTerraform(options);
    await until(() => lines.length > 3);
    source.pull();
    await pause(400);
    const standing = lines.length;
    await pause(400);
    expect(lines.length).toBe(standing);
    expect(standing).toBeLessThan(30);
    await expect(end).resolves.toMatchObject({ interrupted: true, exitCode: 1 });
    expect(lines.at(-1)).toBe("saved");
  });

  test("waits longer for answers that are late, but not for ever", async () => {
    fake.script({ plan: { lines: ["working"], afterInterrupt: ["saved"], exitCode: 1 } });
    const source = trigger();
    let answered = false;
    const looks: number[] = [];
    const started = performance.now();
    const isSettled = () => {
      looks.push(performance.now() - started);
      answered = looks.length > 3;
      return Promise.resolve(answered);
    };
    const { options, lines } = command({ interrupts: source, settling: { atLeast: 10, atMost: 60_000, isSettled } });
    const end = runTerraform(options);
    await until(() => lines.includes("working"));
    source.pull();
    await expect(end).resolves.toMatchObject({ interrupted: true });
    expect(answered).toBe(true);
    expect(looks).toHaveLength(4);

    const never = { atLeast: 10, atMost: 500, isSettled: () => Promise.resolve(false) };
    const second = command({ interrupts: source, settling: never });
    const secondEnd = runTerraform(second.options);
    await until(() => second.lines.includes("working"));
    source.pull();
    await expect(secondEnd).resolves.toMatchObject({ interrupted: true });
  });

  test("leaves its providers standing until Terraform has said that it stops", async () => {
    fake.script({ plan: { lines: ["working"], provider: true, stubborn: true } });
    const source = trigger();
    let heeded = false;
    let looks = 0;
    const isSettled = () => Promise.resolve((looks += 1) > 0);
    const settling = { atLeast: 10, atMost: 60_000, isSettled, isHeeded: () => heeded };
    const { options, lines } = command({ interrupts: source, settling });
    const end = runTerraform(options);
    await until(() => lines.includes("provider"));
    source.pull();
    await until(() => lines.includes("interrupted"));
    await pause(200);
    const standing = lines.length;
    await pause(2_500);
    expect(lines).toHaveLength(standing);
    expect(looks).toBe(1);
    heeded = true;
    await until(() => lines.length > standing);
    expect(looks).toBe(2);
    source.pull();
    source.pull();
    await expect(end).resolves.toMatchObject({ exitCode: 9 });
  });

  test("the third time does not wait for that", async () => {
    fake.script({ plan: { lines: ["working"], stubborn: true } });
    const source = trigger();
    const { options, lines } = command({ interrupts: source, settling: { atLeast: 60_000, atMost: 60_000 } });
    const end = runTerraform(options);
    await until(() => lines.includes("working"));
    source.pull();
    source.pull();
    source.pull();
    await expect(end).resolves.toMatchObject({ exitCode: 9 });
    expect(lines).toContain("interrupted");
  });

  test("is passed on again the third time, which ends Terraform at once", async () => {
    fake.script({ plan: { lines: ["working"], stubborn: true } });
    const source = trigger();
    const { options, lines } = command({ interrupts: source });
    const end = runTerraform(options);
    await until(() => lines.includes("working"));
    source.pull();
    await until(() => lines.includes("interrupted"));
    source.pull();
    source.pull();
    await expect(end).resolves.toMatchObject({ exitCode: 9 });
  });
});

describe("when the process that started it is killed", () => {
  const library = path.resolve(__dirname, "../../../deploy/terraform/process.ts");
  const eightLines = Array.from({ length: 8 }, (_, index) => `line ${index}`);

  /** Runs the fake from a process of its own; SIGUSR1 to that one is an interrupt. */
  function startParent(name: string) {
    const logFile = path.join(folder, "logs", name);
    const options = JSON.stringify({ binary: fake.binary, args: ["plan"], cwd: folder, logFile });
    const code = `require(${JSON.stringify(library)}).runTerraform({
      ...${options},
      settling: { atLeast: 60_000, atMost: 60_000 },
      interrupts: { subscribe: (listener) => (process.on("SIGUSR1", listener), () => undefined) },
    })`;
    const parent = spawn(process.execPath, ["--require", require.resolve("../../../bin/typescript.js"), "-e", code], {
      stdio: "ignore",
    });
    return { parent, written: () => (fs.existsSync(logFile) ? fs.readFileSync(logFile, "utf8") : "") };
  }

  test("Terraform goes on to its end", async () => {
    fake.script({ plan: { lines: eightLines, pause: 100 } });
    const { parent, written } = startParent("orphan.jsonl");
    await until(() => written().includes("line 1"));
    parent.kill("SIGKILL");
    await until(() => written().includes("line 7"));
    expect(written().trim().split("\n")).toHaveLength(8);
  });

  test("Terraform goes on even if it was standing still before an interrupt", async () => {
    fake.script({ plan: { lines: eightLines, pause: 300 } });
    const { parent, written } = startParent("standing.jsonl");
    await until(() => written().includes("line 1"));
    parent.kill("SIGUSR1");
    await pause(900);
    const standing = written();
    await pause(900);
    expect(written()).toBe(standing);
    expect(standing).not.toContain("line 7");
    parent.kill("SIGKILL");
    await until(() => written().includes("line 7"));
  });
});
