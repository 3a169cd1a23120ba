import { storyOf } from "./story";

const page = [
  "Say so in `a.yaml`:",
  "```yaml\na: 1\n```",
  "```sh\nnpx dapf --help\n```",
  "```console\n$ npx dapf look --at 'two words'\nfirst ...\n...\nlast (1.0)\n$ npx dapf quiet\n$ npx dapf wrong\ndapf: no\n```",
  "```console\n$ aws iam create-role --role-name ml-people\n```",
  "```diff\n- a: 1\n+ a: 2\n```",
].join("\n\n");

describe("the story of a page", () => {
  const [file, look, quiet, wrong, aws, change] = storyOf(page);

  test("writes files, runs commands and changes lines, in the order of the page", () => {
    expect(file).toMatchObject({ kind: "file", name: "a.yaml", text: "a: 1\n" });
    expect(look).toMatchObject({ kind: "command", words: ["look", "--at", "two words"], fails: false });
    expect(quiet).toMatchObject({ kind: "command", output: undefined });
    expect(wrong).toMatchObject({ words: ["wrong"], fails: true });
    expect(aws).toMatchObject({ service: "iam", action: "CreateRole", parameters: { RoleName: "ml-people" } });
    expect(change).toMatchObject({ lines: [{ before: "a: 1", after: "a: 2" }] });
  });

  test.each([
    ["first thing\nlast (1.0)\n", true],
    ["first\nsecond\nthird\nlast (1.0)\n", true],
    ["first thing\nlast (1x0)\n", false],
    ["other\nfirst thing\nlast (1.0)\n", false],
    ["first thing\nlast (1.0)\nmore\n", false],
  ])("takes %j for what it says: %p", (said, taken) => {
    expect(look?.kind === "command" && look.output?.test(said)).toBe(taken);
  });
});
