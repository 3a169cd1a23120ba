import { SimulationRules } from "../../emulator/batch/jobs/container/simulation-rules";
import { jsonAnswer } from "../../emulator/edge/messages";
import { serviceHandlers } from "../../emulator/services";
import { StandInAuthority } from "./authority-stand-in";

const LATENCY = "DAPF_GLUE_TRIGGER_LATENCY_MS";
const RATE = "DAPF_SERVICE_JOBS_PER_SECOND";

afterEach(() => {
  for (const name of [LATENCY, RATE]) Reflect.deleteProperty(process.env, name);
});

function handlers(options: Parameters<typeof serviceHandlers>[0] = {}) {
  return serviceHandlers(options, {
    forward: () => Promise.resolve(jsonAnswer({ Trigger: { WorkflowName: "w" } })),
    simulations: new SimulationRules(),
    endpoint: () => "http://127.0.0.1:1",
    python: "python3",
    authority: new StandInAuthority(),
  });
}

/** Milliseconds that a change of a Glue trigger takes. */
async function latency(options?: Parameters<typeof serviceHandlers>[0]): Promise<number> {
  const started = performance.now();
  const identity = { service: "glue", region: "eu-west-1", account: "123456789012", accountIsChosen: true };
  const body = Buffer.from('{"Name":"t","Type":"ON_DEMAND","Actions":[{"JobName":"j"}]}');
  const request = { identity, operation: "CreateTrigger", method: "POST", url: "/", headers: {}, body };
  await handlers(options)
    .get("glue")
    ?.handle(request, () => Promise.resolve(jsonAnswer({})));
  return performance.now() - started;
}

describe("the services of the embedded AWS", () => {
  it("are those that moto lacks or does otherwise", () => {
    expect([...handlers({ runCommands: true }).keys()].sort()).toEqual([
      ...["batch", "cloudcontrolapi", "cloudformation", "ec2", "events", "glue", "logs", "sagemaker", "servicequotas"],
    ]);
  });

  it("take as long for a trigger as the options say, else the variable, if that says anything", async () => {
    process.env[LATENCY] = String(60 * 60 * 1000);
    await latency({ glueTriggerLatencyMs: 0 });
    process.env[LATENCY] = "60";
    expect(await latency()).toBeGreaterThanOrEqual(55);
    process.env[LATENCY] = "";
    expect(() => handlers()).not.toThrow();
  });

  it.each([
    [LATENCY, "soon", "milliseconds"],
    [LATENCY, "-1", "milliseconds"],
    [RATE, "Infinity", "calls"],
  ])("cannot have %s=%s", (variable, value, unit) => {
    process.env[variable] = value;
    expect(() => handlers()).toThrow(`${variable} must be a number of ${unit}, not "${value}".`);
  });
});
