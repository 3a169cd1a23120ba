import { execFileSync } from "node:child_process";
import { commandLines, isCommand } from "../../../cli/render/command-lines";

const LONG =
  "aws ec2 authorize-security-group-egress --group-id sg-0123456789abcdef0 --protocol tcp --port 443 --cidr 0.0.0.0/0";

describe("a command that is shown", () => {
  it("stays whole where there is room", () => {
    expect(commandLines("aws iam list-roles --max-items 3", 80)).toEqual(["aws iam list-roles --max-items 3"]);
  });

  it("goes on in the next line before an option", () => {
    const lines = commandLines(LONG, 68);
    expect(lines).toEqual([
      "aws ec2 authorize-security-group-egress \\",
      "  --group-id sg-0123456789abcdef0 --protocol tcp --port 443 \\",
      "  --cidr 0.0.0.0/0",
    ]);
  });

  it("is the same command when it is copied", () => {
    const command = `echo ${LONG} --note 'two words --and none broken'`;
    const shell = (text: string) => execFileSync("/bin/sh", ["-c", text], { encoding: "utf8" });
    const lines = commandLines(command, 40);
    expect(lines.length).toBeGreaterThan(3);
    expect(shell(lines.join("\n            "))).toBe(shell(command));
  });

  it("is known from words by the tool that it begins with", () => {
    expect(["aws s3 ls", "dapf jobs list", "docker push x", "awsome", "look at aws s3 ls"].map(isCommand)).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
  });
});
