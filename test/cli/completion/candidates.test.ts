import * as fs from "node:fs";
import * as path from "node:path";
import { complete } from "../../../cli/completion/candidates";
import { COMMANDS_FILE, type CommandWords } from "../../../cli/completion/command-words";
import { completionText } from "../../../cli/completion/answer";
import { projectValues } from "../../../cli/completion/project-values";
import { wordsText } from "../../../cli/completion/words-text";
import { programFor } from "../../../cli/program";
import { processHost } from "../../../cli/process-host";
import { idsText } from "../../../jobs/container/submissions/ids-file";
import { minimal } from "../../config/support";
import { valid } from "../../config/training-queues/fixture";
import { write, writeJson } from "../../deploy/folders";
import { temporaryFolder } from "../../support/temporary-folder";

const program = JSON.parse(fs.readFileSync(COMMANDS_FILE, "utf8")) as CommandWords; // Cast: as it was written.

const root = temporaryFolder();
const ids = { clean: "4c63fc33-f1c2-4f40-9b0b-0a1c7a4d6b01", fit: "9a63fc33-f1c2-4f40-9b0b-0a1c7a4d6b02" };
const other = "00000000-f1c2-4f40-9b0b-0a1c7a4d6b03";

beforeAll(() => {
  writeJson(path.join(root, "queues.json"), valid);
  writeJson(path.join(root, "environments/dev.tfvars.json"), { ...minimal, training_queues: { path: "queues.json" } });
  writeJson(path.join(root, "environments/wrong.tfvars.json"), { env: 1 });
  const stack = path.join(root, "cdktf.out/stacks/dev");
  const queue = { resource: { aws_batch_job_queue: { job_queue: { name: "churn-dev-euwest1-training" } } } };
  writeJson(path.join(stack, "modules/batch_training/main.tf.json"), queue);
  writeJson(path.join(stack, "modules/batch_training/modules/construct/main.tf.json"), {});
  writeJson(path.join(root, "cdktf.out/stacks/wrong/modules/old/main.tf.json"), {});
  write(path.join(root, "work/job-ids.txt"), idsText(new Map(Object.entries(ids))));
  write(path.join(root, "work/more.ids"), idsText(new Map([["late", other]])));
  write(path.join(root, "work/notes.txt"), "no ids\n");
});

const completed = (...words: string[]) => complete(program, words, projectValues(root, path.join(root, "work")));
const valuesOf = async (...words: string[]) => (await completed(...words)).candidates.map(({ value }) => value);

test("the words of all commands are current; else: npm run generate", () => {
  const unused = () => Promise.reject(new Error("No command is run"));
  const work = { begin: unused, include: () => undefined, noteStart: () => undefined };
  const context = { host: processHost(), embedded: unused, work, exitWith: () => undefined };
  expect(fs.readFileSync(COMMANDS_FILE, "utf8")).toBe(wordsText(programFor(context)));
});

describe("what may come next", () => {
  test.each<[string, string[], string[]]>([
    ["a command", ["de"], ["deploy", "destroy"]],
    ["a command of a group", ["jobs", "s"], ["show"]],
    ["an option", ["deploy", "dev", "--auto"], ["--auto-approve"]],
    ["a short option", ["jobs", "logs", "-f"], ["-f"]],
    ["an environment", ["plan", ""], ["dev", "wrong"]],
    ["an environment of an option", ["jobs", "list", "--env", "d"], ["dev"]],
    ["an environment behind an equals sign", ["jobs", "list", "--env=d"], ["--env=dev"]],
    ["a context", ["run", "dev", "--context", ""], ["training", "inferencing"]],
    ["a Region", ["jobs", "list", "--region", "eu-we"], ["eu-west-1", "eu-west-2", "eu-west-3"]],
    ["a status", ["jobs", "list", "--status", "RUNN"], ["RUNNABLE", "RUNNING"]],
    ["a format", ["job-definition", "list", "--output", ""], ["text", "json", "table"]],
    ["a kind of files", ["schema", "training"], ["training-queues", "training-jobs"]],
    ["a shell", ["completion", ""], ["bash", "zsh", "fish"]],
    ["a module", ["deploy", "dev", "--target", ""], ["batch_training", "batch_training.construct"]],
    ["a module of any environment", ["deploy", "--target", "o"], ["old"]],
    ["a queue of containers", ["jobs", "list", "--queue", "churn"], ["churn-dev-euwest1-training"]],
    ["a queue of an environment that is wrong", ["queues", "show", "wrong", "x"], []],
    ["a job", ["jobs", "show", "4"], [ids.clean]],
    ["another job", ["jobs", "show", ids.clean, ""], [other, ids.fit]],
    ["a job of the file that is watched", ["watch", "job-ids.txt", "--logs", ""], [ids.clean, ids.fit]],
    ["nothing behind all arguments", ["plan", "dev", "x"], []],
    ["no option behind --", ["plan", "--", "-"], []],
    ["nothing of what does not exist", ["nonsense", ""], []],
  ])("%s", async (_, words, wanted) => {
    expect((await valuesOf(...words)).sort()).toEqual([...wanted].sort());
  });

  test("training queues are those that the environment declares", async () => {
    const declared = Object.values(valid.TrainingJobQueues).flatMap((one) =>
      typeof one === "object" && "jobQueueName" in one ? [one.jobQueueName] : [],
    );
    expect(declared.length).toBeGreaterThan(1);
    const found = await valuesOf("train", "submit", "job.yaml", "--queue", "");
    expect(found.sort()).toEqual(["churn-dev-euwest1-training", ...declared].sort());
  });

  test("jobs come with their names", async () => {
    expect(await completed("jobs", "show", "9")).toEqual({
      candidates: [{ value: ids.fit, text: "fit" }],
      files: true,
    });
  });

  test("files are left to the shell", async () => {
    expect(await completed("submit", "")).toEqual({ candidates: [], files: true });
    expect(await completed("submit", "job.json", "--output", "")).toEqual({ candidates: [], files: true });
  });

  test("a switch that is there is not offered again, an option with a value is", async () => {
    const found = await valuesOf("deploy", "dev", "--local", "--target", "old", "--");
    expect(found).toContain("--target");
    expect(found).not.toContain("--local");
  });

  test("options come where nothing else can", async () => {
    expect(await valuesOf("deploy", "dev", "")).toContain("--auto-approve");
  });
});

describe("the answer for a shell", () => {
  const variables = { DAPF_ROOT: root };
  const folder = path.join(root, "work");

  test("says first whether files can stand there, too", async () => {
    expect(await completionText(["plan", "d"], { variables, folder })).toBe("words\ndev\t\n");
    expect(await completionText(["watch", "9"], { variables, folder })).toBe(`files\n${ids.fit}\tfit\n`);
  });

  test("is nothing where there is no project, and no error", async () => {
    const nowhere = { variables: { DAPF_ROOT: path.join(root, "nowhere") }, folder: path.join(root, "nowhere") };
    expect(await completionText(["deploy", "", "--target", ""], nowhere)).toBe("words\n");
    expect(await completionText(["jobs", "show", ""], nowhere)).toBe("files\n");
  });
});
