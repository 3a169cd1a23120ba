import { InternalCalls } from "../../../emulator/edge/internal-calls";
import { type EdgeRequest, jsonAnswer, jsonBody } from "../../../emulator/edge/messages";
import { type Job, type JobRun, runOf, type RunState } from "../../../emulator/glue/job";
import { tellOfEnd } from "../../../emulator/glue/run-events";
import { sizeOf, sizingOf } from "../../../emulator/glue/run-size";

const place = { partition: "aws", region: "eu-west-1", account: "123456789012" } as const;
const job: Job = { Name: "load", Command: { Name: "pythonshell" } };

function over(state: RunState, errorMessage?: string): JobRun {
  const request = {
    runArguments: {},
    timeout: undefined,
    securityConfiguration: undefined,
    notification: undefined,
    executionClass: undefined,
    previousRunId: undefined,
  };
  const run = runOf("jr_1", job, sizeOf(sizingOf(job, {}), true), request, new Date());
  return Object.assign(run, { state, errorMessage });
}

async function told(run: JobRun): Promise<object | undefined> {
  const asked: EdgeRequest[] = [];
  await tellOfEnd(
    run,
    new InternalCalls((request) => {
      asked.push(request);
      return Promise.resolve(jsonAnswer({}));
    }, place),
  );
  // Cast: what the call puts, of which the test looks at all.
  const [entry] = asked.flatMap((request) => jsonBody(request)["Entries"] as { Detail: string }[]);
  return entry && { ...entry, Detail: JSON.parse(entry.Detail) as unknown };
}

describe("the end of a Glue run is an event", () => {
  it.each([
    ["FAILED", "ERROR", "no data"],
    ["TIMEOUT", "WARN", undefined],
    ["STOPPED", "INFO", undefined],
    ["SUCCEEDED", "INFO", undefined],
  ] as const)("%s, of the severity %s", async (state, severity, message) => {
    expect(await told(over(state, message))).toEqual({
      Source: "aws.glue",
      DetailType: "Glue Job State Change",
      Detail: {
        jobName: "load",
        jobRunId: "jr_1",
        state,
        severity,
        message: message ?? expect.stringMatching(/^Job run/),
      },
    });
  });

  it("that nobody takes stops nothing", async () => {
    const nobody = new InternalCalls(() => Promise.reject(new Error("moto has ended")), place);

    await expect(tellOfEnd(over("FAILED"), nobody)).resolves.toBeUndefined();
  });
});
