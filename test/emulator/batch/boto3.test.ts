import { execFile } from "node:child_process";
import * as path from "node:path";
import { appliedTo, clientEnvironment } from "../../../emulator/shell-environment";
import { python, testWithPython } from "../../support/python";
import { serveBatch } from "./embedded";

describe("boto3 with the embedded Batch", () => {
  const name = "creates, waits for, updates, disables and deletes all four kinds of resources";
  testWithPython(
    name,
    ["boto3"],
    async () => {
      const { endpoint, calls, close } = await serveBatch();
      const aws = clientEnvironment({ endpoint, account: "123456789012", region: "eu-west-1" }, process.env);
      const printed = await new Promise<string>((resolve, reject) => {
        const script = path.join(__dirname, "boto3_script.py");
        execFile(python, [script], { env: appliedTo(process.env, aws) }, (error, stdout, stderr) => {
          if (error === null) resolve(stdout);
          else reject(new Error(stderr));
        });
      }).finally(close);

      expect(printed).toBe("done\n");
      expect(calls.length).toBeGreaterThan(30);
    },
    60_000,
  );
});
