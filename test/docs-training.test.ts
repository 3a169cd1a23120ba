import * as fs from "node:fs";
import * as path from "node:path";
import { commandLine } from "./cli/command-line";
import { temporaryFolder } from "./deploy/folders";
import { fasterClock, serveTrainingQueues } from "./jobs/training/training-queues";

const repository = path.resolve(__dirname, "..");
const page = fs.readFileSync(path.join(repository, "docs", "training-queues.md"), "utf8");

/** One command of the page, and what the page says that it prints. */
interface Step {
  readonly command: string;
  readonly output: readonly string[];
}

const steps = [...page.matchAll(/```console\n([\s\S]*?)```/g)].flatMap((block) =>
  (block[1] ?? "").split(/^\$ npx dapf /m).flatMap((part): Step[] => {
    const [command = "", ...output] = part.trimEnd().split("\n");
    return command === "" ? [] : [{ command, output }];
  }),
);

const folder = temporaryFolder();
fs.cpSync(path.join(repository, "examples"), path.join(folder, "examples"), { recursive: true });

let aws: Awaited<ReturnType<typeof serveTrainingQueues>>;
beforeAll(async () => (aws = await serveTrainingQueues({ clock: fasterClock(2.5) })));
afterAll(() => aws.close());

/** Ids by the names of their jobs, ages and the widths of columns left out. */
function plain(line: string): string {
  const named = aws.jobs().reduce((text, { id, name }) => text.replaceAll(id, `<${name}>`), line);
  return named
    .replaceAll(/\d+(\.\d+)? s\b/g, "N s")
    .replaceAll(/\s+/g, " ")
    .trim();
}

function wordsOf(command: string): string[] {
  const words = [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? "");
  const ids = new Map(aws.jobs().map(({ name, id }) => [`<${name}>`, id]));
  return words
    .filter((word) => !["--env", "jenkins-pl", "--local"].includes(word))
    .map((word) => ids.get(word) ?? (/^(examples\/|job-ids)/.test(word) ? path.join(folder, word) : word));
}

test("the page has commands", () => {
  expect(steps.length).toBeGreaterThan(10);
});

// In the order of the page: each goes on from what those before it have done.
test.each(steps)(
  "docs/training-queues.md: dapf $command",
  async ({ command, output }) => {
    const { variables } = aws;
    const { stdout, stderr } = await commandLine(path.join(folder, "root")).run(wordsOf(command), { variables });
    expect(stderr).toBe("");
    const lines = stdout.trimEnd().split("\n").map(plain);
    const said = output.map(plain);
    // "..." stands for what the page leaves out.
    if (said[0] === "...") expect(lines.slice(-said.length + 1)).toEqual(said.slice(1));
    else expect(lines).toEqual(said);
  },
  30_000,
);
