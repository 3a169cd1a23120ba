/** A process that plans, deploys, destroys and adopts as the driver tells it: what a terminal is to a user. */
import * as fs from "node:fs";
import * as path from "node:path";
import { failureOf } from "../../../cli/failure";
import {
  applyEnvironment,
  type DeployEvent,
  InterruptedError,
  planEnvironment,
  previewAdoption,
  type StackOptions,
} from "../../../deploy";
import { parseState } from "../../../deploy/adoption/state";
import { trigger } from "../trigger";
import { ShownFile, taintedIn } from "./evidence";
import type { End, FromActor, Operation, Place, ToActor } from "./messages";
import { operationVariables, programFile } from "./place";

const interrupts = trigger();
let answer: (yes: boolean) => void = () => undefined;

process.on("message", (message: ToActor) => {
  if (message.type === "begin")
    void perform(message.place, message.operation).then((end) => tell({ type: "ended", end }));
  if (message.type === "answer") answer(message.yes);
  if (message.type === "interrupt") interrupts.pull();
});
// Without the driver there is nothing to do.
process.on("disconnect", () => process.exit());

function tell(message: FromActor): void {
  process.send?.(message);
}

async function perform(place: Place, operation: Operation): Promise<End> {
  const texts: string[] = [];
  const shown = new ShownFile(place, operation.id);
  const emit = (event: DeployEvent) => {
    if (event.type === "diagnostic") texts.push(event.diagnostic.summary, event.diagnostic.detail);
    if (event.type === "plan-details") shown.details(event.text);
    if (event.type === "planned") shown.plan(event.plan.changes, taintedIn(place.root, operation.environment));
  };
  try {
    await command(place, operation, shown, emit);
    return { error: undefined, texts };
  } catch (error) {
    const { kind, message } = failureOf(error);
    return { error: kind, texts: [...texts, message] };
  }
}

async function command(
  { root, record }: Place,
  { id, kind, environment, agreed, patient, details }: Operation,
  shown: ShownFile,
  emit: StackOptions["emit"],
): Promise<void> {
  const variables = operationVariables(record, id);
  const options: StackOptions = {
    ...{ root, program: programFile, environment, variables, emit, interrupts },
    ...{ targets: [], strict: false, parallelism: undefined, lockTimeout: patient ? undefined : 0 },
  };
  if (kind === "plan") await planEnvironment({ ...options, destroy: false, details });
  else if (kind === "adopt") {
    const file = path.join(root, "former.tfstate");
    const state = parseState(file, fs.readFileSync(file, "utf8"));
    const where = { cwd: root, local: false };
    const mending = { environment, source: { kind: "file", text: file, file }, where } as const;
    await previewAdoption({ ...options, state, mending, region: "ap-south-1", create: [], refresh: false });
  } else {
    const approve = async (_: unknown, render: () => Promise<string>) => {
      if (details) shown.details(await render());
      return ask();
    };
    const consent = { approve: agreed ? undefined : approve };
    await applyEnvironment({ ...options, ...consent, destroy: kind === "destroy", outputs: false });
  }
}

/** As the question in the terminal: Ctrl-C is an answer, too. */
async function ask(): Promise<boolean> {
  let unsubscribe: (() => void) | undefined;
  return new Promise<boolean>((resolve, reject) => {
    unsubscribe = interrupts.subscribe(() => reject(new InterruptedError("approval", false)));
    answer = resolve;
    tell({ type: "asks" });
  }).finally(unsubscribe);
}
