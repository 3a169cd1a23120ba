import * as path from "node:path";
import { InterruptedError, SynthError, synthesizeEnvironment } from "../../../deploy";
import { temporaryFolder } from "../folders";
import { project } from "../project";
import { trigger } from "../trigger";
import { until } from "../../support/until";

// Each test starts some processes, which takes long on a busy machine.
jest.setTimeout(30_000);

const root = temporaryFolder();
let count = 0;

function fresh() {
  count += 1;
  return project(path.join(root, String(count)));
}

describe("synthesis", () => {
  test("writes one environment, and tells how large it is", async () => {
    const { options, synthCalls, events } = fresh();
    const result = await synthesizeEnvironment(options());
    expect(result).toMatchObject({
      environment: "dev",
      folder: "cdktf.out/stacks/dev",
      modules: ["common", "etl", "etl.wfs"],
      resources: 2,
      warnings: [],
    });
    expect(synthCalls()).toHaveLength(1);
    expect(synthCalls()[0]).toMatchObject({ DAPF_ENV: "dev" });
    expect(synthCalls()[0]).not.toHaveProperty("DAPF_STRICT");
    expect(events.map(({ type }) => type)).toEqual(["phase-started", "synthesized", "phase-finished"]);
  });

  test("says so when something else has written to the same folder at that moment", async () => {
    const { options, synthScript } = fresh();
    synthScript({ manifestOf: "uat" });
    await expect(synthesizeEnvironment(options())).rejects.toThrow(
      "cdktf.out/manifest.json lacks dev: something else has just written it. Try again",
    );
  });

  test("of two environments at once goes in turns, and each finds its own warnings", async () => {
    const { options, synthScript, events } = fresh();
    synthScript({ annotations: [{ constructPath: "x", level: "@cdktf/warn", message: "hm" }] });
    const results = await Promise.all(
      ["dev", "uat"].map((environment) => synthesizeEnvironment(options({ environment }))),
    );
    expect(results.map(({ warnings }) => warnings.length)).toEqual([1, 1]);
    expect(events.filter(({ type }) => type === "turn-wait")).toHaveLength(1);
  });

  test("is strict when asked", async () => {
    const { options, synthCalls } = fresh();
    await synthesizeEnvironment(options({ strict: true }));
    expect(synthCalls()[0]).toMatchObject({ DAPF_STRICT: "1" });
  });

  test("tells the warnings that constructs carry", async () => {
    const { options, synthScript, events } = fresh();
    synthScript({
      annotations: [
        { constructPath: "dev/etl", level: "@cdktf/warn", message: "job x is unknown" },
        { constructPath: "dev/etl", level: "@cdktf/info", message: "by the way" },
      ],
    });
    const note = { construct: "dev/etl", text: "job x is unknown" };
    await expect(synthesizeEnvironment(options())).resolves.toMatchObject({ warnings: [note] });
    expect(events).toContainEqual({ type: "synth-warning", note });
  });

  test("fails with all errors that constructs carry", async () => {
    const { options, synthScript } = fresh();
    synthScript({
      annotations: [
        { constructPath: "dev/etl", level: "@cdktf/error", message: "job x is unknown" },
        { constructPath: "dev/common", level: "@cdktf/error", message: "no script" },
      ],
    });
    const error = await synthesizeEnvironment(options()).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(SynthError);
    expect(error).toMatchObject({ problems: ["dev/etl: job x is unknown", "dev/common: no script"] });
  });

  test("fails with the message of the program, without its stack", async () => {
    const { options, synthScript } = fresh();
    synthScript({ stderr: "x.ts:1\n  throw\n\nConfigError: dev.ts: wrong\n    at main.ts:1\n" });
    const error = await synthesizeEnvironment(options()).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ problems: ["dev.ts: wrong"], output: expect.stringContaining("at main.ts:1") });
  });

  test("ends on an interrupt", async () => {
    const { options, synthScript, synthCalls } = fresh();
    synthScript({ hang: true });
    const interrupts = trigger();
    const end = synthesizeEnvironment(options({ interrupts }));
    await until(() => synthCalls().length === 1);
    interrupts.pull();
    const error = await end.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(InterruptedError);
    expect(error).toMatchObject({ phase: "synth", mayHaveChanged: false });
  });
});
