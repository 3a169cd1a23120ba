import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(__dirname, "../..");

describe("the documentation of the embedded AWS", () => {
  it("lists every fix of moto, and no other", () => {
    const files = readdirSync(join(root, "emulator/moto/fixes"));
    const fixes = files.filter((name) => /^[a-z].*\.py$/.test(name)).map((name) => name.replace(".py", ""));
    const text = readFileSync(join(root, "docs/embedded-aws.md"), "utf8");
    const [, gaps = ""] = text.split("### Gaps that are closed");
    const [table = ""] = gaps.split(/^#/m);
    const listed = [...table.matchAll(/^\| `([a-z]\w*)`/gm)].map((match) => match[1]);
    expect(listed.sort()).toEqual(fixes.sort());
  });
});
