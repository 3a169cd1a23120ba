import { spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import * as path from "node:path";
import { idsText, isJobId, readIds, writeIdsFile } from "../../../../jobs/container/submissions";
import { temporaryFolder } from "../../../deploy/folders";

const A = "4c63fc33-f1c2-4f40-9b0b-0a1c7a4d6b01";
const B = "4c63fc33-f1c2-4f40-9b0b-0a1c7a4d6b02";

const folder = temporaryFolder();

const problem = (content: string): string => {
  try {
    readIds("ids.txt", content);
  } catch (error) {
    return String(error);
  }
  return "none";
};

describe("an ids file", () => {
  it("is read as it was written", () => {
    const file = path.join(folder, "ids.txt");
    const ids = new Map([
      ["prepare", A],
      ["train", B],
    ]);
    writeIdsFile(file, ids);
    expect(readIds(file, fs.readFileSync(file, "utf8"))).toEqual([
      { name: "prepare", id: A },
      { name: "train", id: B },
    ]);
    expect(fs.readdirSync(folder)).toEqual(["ids.txt"]);
  });

  it.each([
    ["blanks", `train ${A}`, "train"],
    ["a colon", `train: ${A}`, "train"],
    ["a comma and quotes", `"train","${A}"`, "train"],
    ["an equals sign", `train=${A}`, "train"],
    ["the line end of Windows", `train\t${A}\r`, "train"],
    ["no name", A, undefined],
    ["a name with blanks", `my job\t${A}`, "my job"],
  ])("may have %s", (_what, line, name) => {
    expect(readIds("ids.txt", `\uFEFF# submitted\n\n${line}\n`)).toEqual([{ id: A, name }]);
  });

  it("may name jobs of arrays and nodes, and a job twice", () => {
    expect(readIds("ids.txt", `a\t${A}:17\nb\t${A}#0\nagain\t${A}:17\n`)).toEqual([
      { name: "a", id: `${A}:17` },
      { name: "b", id: `${A}#0` },
    ]);
  });

  it("is refused with the lines that have no id, or more than one", () => {
    expect(problem(`train\t${A}\n\ntrain\tnothing\n${A} ${B}\n`).split("\n")).toEqual([
      expect.stringContaining(`ids.txt:3: the line has no job id, not "train\\tnothing"`),
      expect.stringContaining("ids.txt:4: the line has 2 job ids"),
    ]);
  });

  it.each([
    ["", "has no job ids"],
    ["# none\n", "has no job ids"],
  ])("is refused without ids: %j", (content, message) => {
    expect(problem(content)).toContain(`ids.txt: ${message}`);
  });

  it("of another kind is refused with a few lines", () => {
    expect(problem(JSON.stringify({ jobs: [1, 2, 3, 4, 5] }, null, 1)).split("\n")).toHaveLength(5);
  });
});

test("ids of jobs are told from names and files", () => {
  expect([A, `${A}:3`, A.toUpperCase()].every(isJobId)).toBe(true);
  expect(["", "ids.txt", `${A}.txt`, `x${A}`, `${A}${B}`, `${A}:x`, A.slice(1)].some(isJobId)).toBe(false);
});

test("the text of no ids is empty", () => expect(idsText(new Map())).toBe(""));

test("an ids file that two processes write at once is always the whole one of either", async () => {
  const file = path.join(folder, "both.txt");
  const library = JSON.stringify(path.resolve("jobs/container/submissions/ids-file"));
  const texts = ["a", "b"].map((name) => idsText(idsOf(name)));
  const ends = ["a", "b"].map((name) => {
    const program = `
      const { writeIdsFile } = require(${library});
      const ids = new Map(${JSON.stringify([...idsOf(name)])});
      for (let round = 0; round < 300; round += 1) writeIdsFile(${JSON.stringify(file)}, ids);`;
    return once(
      spawn(process.execPath, ["--require", "./bin/typescript.js", "-e", program], { stdio: "inherit" }),
      "close",
    );
  });
  let areDone = false;
  const codes = Promise.all(ends).finally(() => (areDone = true));
  while (!areDone) {
    if (fs.existsSync(file)) expect(texts).toContain(fs.readFileSync(file, "utf8"));
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(await codes).toEqual([
    [0, null],
    [0, null],
  ]);
});

/** Enough ids that a file of them is not written in one piece. */
function idsOf(name: string): Map<string, string> {
  return new Map(Array.from({ length: 2000 }, (_, index) => [`${name}-${index}`, A]));
}
