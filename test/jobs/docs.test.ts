import * as fs from "node:fs";
import * as path from "node:path";
import { commandLine } from "../cli/command-line";
import { temporaryFolder, write } from "../deploy/folders";
import { describeJobSamples } from "../support/job-samples";
import { type BatchAccount, batchAccount } from "./batch-account";

jest.setTimeout(60_000);

const repository = path.resolve(__dirname, "../..");
const page = fs.readFileSync(path.join(repository, "docs/jobs.md"), "utf8");
const folder = temporaryFolder();
const line = commandLine(folder);
let account: BatchAccount;

/** File name -> content, of the files that the page shows. */
const files = new Map(
  [...page.matchAll(/^`([\w.-]+)`:\n\n```\w+\n([\s\S]*?)^```$/gm)].map(([, name = "", text = ""]) => [name, text]),
);

beforeEach(async () => {
  account = await batchAccount(
    ["cpu-queue", "gpu-queue", "finance-team-queue"],
    ["prepare", "evaluate", "image-training", "risk-analysis"],
  );
  for (const [name, text] of files) write(path.join(folder, name), text);
});
afterEach(() => account.close());

/** Runs a command of a document where its files are. */
function run(command: string) {
  const isFile = (word: string) => /\.(json|ya?ml|txt)$/.test(word);
  const text = command.replace("<job id>", () => idIn("job-ids.txt"));
  const parts = [...text.matchAll(/"([^"]*)"|\S+/g)].map(([word, quoted]) => quoted ?? word);
  const words = parts.map((word) => (isFile(word) ? path.join(folder, word) : word));
  return line.run(words, { variables: account.variables });
}

/** @returns the first id of an ids file that a command has written */
function idIn(file: string): string {
  return /\t(\S+)/.exec(fs.readFileSync(path.join(folder, file), "utf8"))?.[1] ?? "";
}

const commandsIn = (text: string): string[] => [...text.matchAll(/^npx dapf (.*)$/gm)].map(([, words = ""]) => words);

describe("docs/jobs.md", () => {
  it("shows the files of three examples", () => {
    expect([...files.keys()]).toEqual([
      "my-job-definition.json",
      "my-job-submission.json",
      "workflow-jobs.yaml",
      "finance-team-job.json",
    ]);
  });

  it("has only commands that succeed, one after the other", async () => {
    const commands = commandsIn(page);
    expect(commands.length).toBeGreaterThan(10);
    // Events go there with --json, and of a job that has written nothing it says so.
    const isTalking = (command: string) => command.includes("--json") || command.startsWith("jobs logs");
    for (const command of commands) {
      const outcome = await run(command);
      expect({ command, ...outcome }).toMatchObject({ exitCode: 0, ...(isTalking(command) ? {} : { stderr: "" }) });
    }
    const ids = fs.readFileSync(path.join(folder, "job-ids.txt"), "utf8");
    expect(ids).toMatch(/^prepare-7\t\S+\ntrain-7\t\S+\nevaluate-7\t\S+\n$/);
  });
});

describeJobSamples((samples, pathOf) => {
  it("run as the guide shows", async () => {
    const users = await batchAccount(samples.queues, samples.definitions);
    await account.close();
    account = users;
    const sample = (name: string): string => {
      fs.copyFileSync(pathOf(name), path.join(folder, name));
      return name;
    };
    for (const command of [
      `job-definition register ${sample(samples.definition)}`,
      `submit ${sample(samples.job)} --monitor`,
      `submit ${sample(samples.workflow)} --monitor --output sample-ids.txt`,
      `submit ${sample(samples.commented)} --monitor`,
    ])
      expect({ command, ...(await run(command)) }).toMatchObject({ exitCode: 0, stderr: "" });
    const ids = fs.readFileSync(path.join(folder, "sample-ids.txt"), "utf8");
    expect(ids).toMatch(new RegExp(`^${samples.chain.map((name) => `${name}\\t\\S+\\n`).join("")}$`));
  });
});
