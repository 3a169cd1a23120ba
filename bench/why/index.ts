/** How long `why` takes, and how many calls, where AWS takes 100 ms to answer. */
import { startEmulator } from "../../emulator";
import type { Claim } from "../claim";
import { measureNode, sideBySide } from "../measure";
import { slowProxy } from "./slow-proxy";
import { ACCOUNT, makeWaiting, REGION } from "./world";

const ANSWER_MILLISECONDS = 100;
const MOST_CALLS = 12;
const MOST_SECONDS = 3;
const ROUNDS = 3;

/** Cold processes: what somebody waits for who asks. */
export async function whyClaims(folder: string): Promise<Claim[]> {
  const emulator = await startEmulator();
  const proxy = await slowProxy(emulator.endpoint, ANSWER_MILLISECONDS);
  try {
    const { behind, next, training } = await makeWaiting(emulator.endpoint);
    const variables = {
      AWS_ENDPOINT_URL: proxy.endpoint,
      AWS_ACCESS_KEY_ID: ACCOUNT,
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_REGION: REGION,
    };
    const why =
      (...words: readonly string[]) =>
      async () => {
        proxy.taken();
        const { seconds, cpuSeconds } = await measureNode(folder, ["bin/dapf.js", ...words], variables);
        return { seconds, cpuSeconds, ...proxy.taken() };
      };
    const [waits, whole, trains, queue] = await sideBySide(
      ROUNDS,
      why("jobs", "why", behind),
      why("jobs", "why", next),
      why("train", "why", training),
      why("queues", "why", "busy"),
    );
    return [
      ...claims("jobs why, of a job behind another", waits),
      ...claims("jobs why, where everything is looked at", whole),
      ...claims("train why, of a job behind another", trains),
      ...claims("queues why, of a queue with a job that waits", queue),
    ];
  } finally {
    proxy.close();
    await emulator.stop();
  }
}

interface Measured {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly answers: number;
  readonly calls: number;
}

/** The time is that of the answers and of the processor: what a machine takes that does nothing else. */
function claims(claim: string, { seconds, cpuSeconds, answers, calls }: Measured): Claim[] {
  const whole = answers + cpuSeconds;
  const parts = `${answers.toFixed(1)} s of answers, ${cpuSeconds.toFixed(1)} s of the processor`;
  return [
    {
      claim: `${claim}, ${ANSWER_MILLISECONDS} ms an answer: time`,
      measured: `${whole.toFixed(1)} s: ${parts} (${seconds.toFixed(1)} s on the clock)`,
      goal: `at most ${MOST_SECONDS} s`,
      met: whole <= MOST_SECONDS,
    },
    { claim: "  its calls", measured: String(calls), goal: `at most ${MOST_CALLS}`, met: calls <= MOST_CALLS },
  ];
}
