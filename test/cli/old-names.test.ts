import { commandLines } from "./program-support";

jest.setTimeout(30_000);

const fresh = commandLines();

// Each with a value that the option of today refuses by its name: that is where it ends.
const refused = [
  ["jobs list --state NONE", "--status takes SUBMITTED,"],
  ["train list --queue q --state NONE", "--status takes one of SUBMITTED,"],
  ["train logs id --attempt last", "--back takes a whole number"],
  ["local logs --lines many", "--tail takes a number, not many"],
];

describe("an option that once had another name", () => {
  test.each(refused)("is still accepted under it: dapf %s", async (command, message) => {
    const { exitCode, stderr } = await fresh().run(command.split(" "));
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });

  test("means the same under it, also with several values", async () => {
    const [old, now, both] = await Promise.all(
      ["--state FAILED --open", "--status FAILED --open", "--state FAILED --status NONE"].map((flags) =>
        fresh().run(["jobs", "list", ...flags.split(" ")]),
      ),
    );
    expect(old?.stderr).toContain("--open and --status exclude each other");
    expect(old).toEqual(now);
    expect(both?.stderr).toContain("not NONE");
  });

  test.each(["jobs list", "jobs terminate", "train list", "train logs", "local logs", "run"])(
    "has one name in the help of dapf %s",
    async (command) => {
      const { stdout } = await fresh().run([...command.split(" "), "--help"]);
      expect(stdout).not.toMatch(/--(state|yes|lines|attempt|wait)\b/);
    },
  );
});
