import * as fs from "node:fs";
import * as path from "node:path";
import { applyEnvironment, planEnvironment } from "../../../deploy";
import { LockedError, WaitInterruptedError } from "../../../locks";
import { until } from "../../support/until";
import { approved, namesOf, oneCreation, plain, projects } from "../command-support";
import { trigger } from "../trigger";

// Each test starts some processes, which takes long on a busy machine.
jest.setTimeout(30_000);

const fresh = projects();

/** A question that stays open until it is answered. */
function openQuestion() {
  let answer: (yes: boolean) => void = () => undefined;
  const answered = new Promise<boolean>((resolve) => (answer = resolve));
  let isAsked = false;
  const approve = () => {
    isAsked = true;
    return answered;
  };
  return { approve, answer: (yes: boolean) => answer(yes), asked: () => until(() => isAsked) };
}

/** A project with a deploy of `dev` whose question is open. */
async function withOpenQuestion() {
  const made = fresh();
  made.terraform.script({ plan: oneCreation });
  const question = openQuestion();
  const first = applyEnvironment({ ...made.options(), ...approved, approve: question.approve });
  await question.asked();
  return { ...made, first, answer: question.answer };
}

const names = ({ terraform }: ReturnType<typeof fresh>) => namesOf(terraform.calls());

describe("while the question about a deploy is open", () => {
  test("a destroy waits, says for whom, and plans only when the deploy is over", async () => {
    const made = await withOpenQuestion();
    const second = applyEnvironment({ ...made.options(), ...approved, destroy: true });
    await until(() => made.events.some(({ type }) => type === "turn-wait"));
    expect(made.events).toContainEqual({
      type: "turn-wait",
      owner: expect.objectContaining({ what: "deploy of dev", doing: "waits for an answer" }) as unknown,
    });
    expect(names(made)).toEqual(["version", "init", "plan"]);
    made.answer(true);
    await Promise.all([made.first, second]);
    expect(names(made)).toEqual(["version", "init", "plan", "apply", "plan", "apply"]);
  });

  test("a deploy that shall not wait is refused, names it, and changes nothing", async () => {
    const made = await withOpenQuestion();
    const refused = applyEnvironment({ ...made.options({ lockTimeout: 0 }), ...approved });
    await expect(refused).rejects.toBeInstanceOf(LockedError);
    await expect(refused).rejects.toThrow(`deploy of dev (process ${process.pid} of `);
    made.answer(false);
    await expect(made.first).rejects.toThrow("Not approved");
    expect(names(made)).toEqual(["version", "init", "plan"]);
  });

  test("Ctrl-C ends the waiting of the other one, and not the deploy", async () => {
    const made = await withOpenQuestion();
    const interrupts = trigger();
    const second = applyEnvironment({ ...made.options({ interrupts }), ...approved });
    await until(() => made.events.some(({ type }) => type === "turn-wait"));
    interrupts.pull();
    await expect(second).rejects.toBeInstanceOf(WaitInterruptedError);
    made.answer(true);
    await made.first;
    expect(names(made)).toEqual(["version", "init", "plan", "apply"]);
  });

  test("a plan does not wait, and takes nothing from the deploy", async () => {
    const made = await withOpenQuestion();
    await planEnvironment({ ...made.options(), ...plain });
    made.answer(true);
    await made.first;
    const planFiles = made.terraform.calls().flatMap(({ args }) => args.find((one) => one.startsWith("-out=")) ?? []);
    const [own = "", ofPlan = ""] = planFiles.map((one) => one.slice("-out=".length));
    expect(ofPlan).not.toBe(own);
    expect(made.terraform.calls().at(-1)?.args.at(-1)).toBe(own);
  });

  test("another environment, and the same one in another account, do not wait", async () => {
    const made = await withOpenQuestion();
    const variables = { ...made.options().variables, AWS_ENDPOINT_URL: "http://127.0.0.1:1" };
    await applyEnvironment({ ...made.options({ environment: "uat", lockTimeout: 0 }), ...approved });
    await applyEnvironment({ ...made.options({ variables, lockTimeout: 0 }), ...approved });
    expect(names(made).filter((name) => name === "apply")).toHaveLength(2);
    made.answer(true);
    await made.first;
  });
});

test("two plans run side by side, each with streams of its own", async () => {
  const { options, terraform, root } = fresh();
  terraform.script({ plan: { ...oneCreation, pause: 100 } });
  const plans = await Promise.all([1, 2].map(() => planEnvironment({ ...options(), ...plain })));
  expect(plans.map(({ changes }) => changes.length)).toEqual([1, 1]);
  const runs = fs.readdirSync(path.join(root, ".dapf/runs/dev"));
  const streams = runs.map((run) => fs.readFileSync(path.join(root, ".dapf/runs/dev", run, "plan.jsonl"), "utf8"));
  expect(streams).toEqual([oneCreation.lines.join("\n") + "\n", oneCreation.lines.join("\n") + "\n"]);
});

test("no turn outlives a deploy that fails", async () => {
  const { options, terraform, root } = fresh();
  terraform.script({ plan: { exitCode: 1, stderr: "no" } });
  await expect(applyEnvironment({ ...options(), ...approved })).rejects.toThrow();
  expect(fs.existsSync(path.join(root, ".dapf/locks/dev"))).toBe(false);
});
