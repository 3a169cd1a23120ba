import { spawn } from "node:child_process";
import * as path from "node:path";
import { createInterface } from "node:readline";
import { BatchHandler } from "../../../../../emulator/batch/plumbing/http";
import { BatchService } from "../../../../../emulator/batch/plumbing/service";
import { SteppedClock } from "../../../../../emulator/clock";
import { TrainingJobs } from "../../../../../emulator/sagemaker/training-jobs";
import { appliedTo, clientEnvironment } from "../../../../../emulator/shell-environment";
import { python, testWithPython } from "../../../../support/python";
import { serve } from "../../loopback";

describe("boto3 with service jobs of the embedded Batch", () => {
  const name = "goes through AWS's example of quota management step by step, and finds the documented maxima";
  testWithPython(
    name,
    ["boto3"],
    async () => {
      const clock = new SteppedClock();
      const batch = new BatchService({ clock });
      const loopback = await serve({ batch: new BatchHandler(batch), sagemaker: new TrainingJobs(batch) });
      const aws = clientEnvironment(
        { endpoint: loopback.endpoint, account: "123456789012", region: "eu-west-1" },
        process.env,
      );
      const script = path.join(__dirname, "boto3_scenario.py");
      const child = spawn(python, [script], { env: appliedTo(process.env, aws) });
      let complaints = "";
      child.stderr.on("data", (text: Buffer) => (complaints += text.toString()));
      const said: string[] = [];
      // Each number is a step of the clock that the script waits for.
      for await (const line of createInterface(child.stdout)) {
        said.push(line);
        if (line === "done") continue;
        clock.step(Number(line) * 1000);
        child.stdin.write("\n");
      }
      await loopback.close();
      expect(complaints).toBe("");
      expect(said.at(-1)).toBe("done");
    },
    60_000,
  );
});
