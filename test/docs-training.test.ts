import * as fs from "node:fs";
import * as path from "node:path";
import { commandLine } from "./cli/command-line";
import { temporaryFolder } from "./deploy/folders";
import { serveStandIn } from "./jobs/training/stand-in";

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

let aws: Awaited<ReturnType<typeof serveStandIn>>;
beforeAll(async () => (aws = await serveStandIn({ second: 400 })));
afterAll(() => aws.close());

/** Ids by the names of their jobs, ages and the widths of columns left out. */
function plain(line: string): string {
  const named = aws.standIn.jobs.reduce((text, { jobId, jobName }) => text.replaceAll(jobId, `<${jobName}>`), line);
  return named
    .replaceAll(/\d+(\.\d+)? s\b/g, "N s")
    .replaceAll(/\s+/g, " ")
    .trim();
}

function wordsOf(command: string): string[] {
  const words = [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? "");
  const ids = new Map(aws.standIn.jobs.map(({ jobName, jobId }) => [`<${jobName}>`, jobId]));
  return words
    .filter((word) => word !== "--local")
    .map((word) => ids.get(word) ?? (/^(examples\/|job-ids)/.test(word) ? path.join(folder, word) : word));
}

test("the page has commands", () => {
  expect(steps.length).toBeGreaterThan(10);
});

// In the order of the page: each goes on from what those before it have done.
test.each(steps)(
  "docs/training-queues.md: dapf $command",
  async ({ command, output }) => {
    const variables = {
      AWS_ENDPOINT_URL: aws.endpoint,
      AWS_REGION: "eu-west-1",
      AWS_ACCESS_KEY_ID: "123456789012",
      AWS_SECRET_ACCESS_KEY: "test",
    };
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
