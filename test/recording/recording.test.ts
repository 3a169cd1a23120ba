import * as fs from "node:fs";
import * as path from "node:path";
import { picture, transcriptOf } from "./picture";
import { unsaid } from "./same-words";
import { COLUMNS, Recorder } from "./screen";

const svg = fs.readFileSync(path.resolve(__dirname, "../../docs/session.svg"), "utf8");

describe("a recording", () => {
  test("has the screens of a command as they were to be seen, and all its text", async () => {
    const recorder = new Recorder();
    await recorder.run(`printf '\\033[1;32m<ok>\\033[0m & on\\r\\n%s\\n' ${"x".repeat(COLUMNS + 3)}`, "/", {
      PATH: process.env.PATH,
    });
    const last = recorder.screens.at(-1);

    expect(last?.[2]).toEqual([
      { text: "<ok>", column: 0, colour: 2, bold: true, dim: false },
      { text: " & on", column: 4, bold: false, dim: false },
    ]);
    expect(last?.[4]).toEqual([{ text: "xxx", column: 0, bold: false, dim: false }]);
    expect(recorder.transcript.split("\n").slice(-2)).toEqual(["<ok> & on", "x".repeat(COLUMNS + 3)]);
    expect(transcriptOf(picture([recorder.screens], recorder.transcript))).toBe(recorder.transcript);
  });

  test("of a command that fails is none", async () => {
    await expect(new Recorder().run("exit 3", "/", { PATH: process.env.PATH })).rejects.toThrow("exit 3: exit code 3");
  });
});

describe("docs/session.svg", () => {
  const transcript = transcriptOf(svg);

  test("shows the commands of the README", () => {
    const readme = fs.readFileSync(path.resolve(__dirname, "../../README.md"), "utf8");
    const commands = [...transcript.matchAll(/^\$ (.*)$/gm)].map(([, command]) => command);

    expect(commands).toHaveLength(2);
    for (const command of commands) expect(readme).toContain(command);
  });

  test("has nothing of the machine that it was made on", () => {
    expect(transcript).not.toMatch(/mirror|TF_CLI_CONFIG_FILE|\/(home|root|opt|tmp|Users)\//);
  });
});

test("lines that the commands no longer print are found, whatever their numbers", () => {
  const printed = "254 created, 0 changed in 45 s\n✓ Gatekeeper        1.5 s  jr_0a1b\n";

  expect(unsaid("$ npm start\n12 created, 3 changed in 2 min 1 s\n✓ Gatekeeper   0.4 s  jr_98\n", printed)).toEqual([]);
  expect(unsaid("12 made, 3 changed in 45 s", printed)).toEqual(["12 made, 3 changed in 45 s"]);
});
