import * as fs from "node:fs";
import * as path from "node:path";
import { type InterruptSource, noInterrupts } from "../../deploy";
import { LockedError, WaitInterruptedError } from "../../locks";
import { failureOf } from "../../cli/failure";
import { awsWords, type Turn, inTurn } from "../../cli/turns";
import { temporaryFolder } from "../deploy/folders";
import { until } from "../support/until";
import { Recorder } from "./command-line";

const root = temporaryFolder();
const turn: Turn = { what: "code-sync of training of dev", about: ["code", "dev", "training"] };

function host(interrupts: InterruptSource = noInterrupts) {
  return { root, stderr: new Recorder(), interrupts };
}

/** Somebody who is at the work. @returns ends it */
async function somebody(): Promise<() => Promise<void>> {
  let end = (): void => undefined;
  let work: Promise<void> | undefined;
  await new Promise<void>((isAtWork) => {
    work = inTurn(host(), turn, () => {
      isAtWork();
      return new Promise<void>((resolve) => (end = resolve));
    });
  });
  return async () => {
    end();
    await work;
  };
}

test("work of the same words waits for its turn, and says for whom", async () => {
  const end = await somebody();
  const second = host();
  let isDone = false;
  const work = inTurn(second, turn, () => Promise.resolve((isDone = true)));
  await until(() => second.stderr.text !== "");

  expect(isDone).toBe(false);
  expect(second.stderr.text).toMatch(
    new RegExp(`^Waiting for code-sync of training of dev \\(process ${process.pid} of .+, since .+\\)\\n$`),
  );
  await end();
  await work;
  expect(isDone).toBe(true);
});

test("other work does not wait", async () => {
  const end = await somebody();
  const second = host();
  await inTurn(second, { ...turn, about: ["code", "dev", "inferencing"] }, () => Promise.resolve());

  expect(second.stderr.text).toBe("");
  await end();
});

test("Ctrl-C ends the waiting, and nothing has been done", async () => {
  const end = await somebody();
  let interrupt = (): void => undefined;
  let listeners = 0;
  const second = host({
    subscribe: (listener) => {
      interrupt = listener;
      listeners += 1;
      return () => (listeners -= 1);
    },
  });
  let isDone = false;
  const work = inTurn(second, turn, () => Promise.resolve((isDone = true)));
  await until(() => second.stderr.text !== "");
  interrupt();

  await expect(work).rejects.toEqual(new WaitInterruptedError(turn.what));
  expect([isDone, listeners]).toEqual([false, 0]);
  await end();
});

test("who has waited too long is refused, and told whom to look for", async () => {
  const end = await somebody();

  const refused = await inTurn(host(), { ...turn, atMost: 0 }, () => Promise.resolve()).catch(
    (error: unknown) => error,
  );
  await end();

  expect(refused).toBeInstanceOf(LockedError);
  expect(failureOf(refused)).toMatchObject({
    exitCode: 1,
    message: expect.stringMatching(
      /^Nothing was done, because this is at work: code-sync of training of dev \(process .+\)\.\nLet it end, or end it, then run this again\.$/,
    ) as unknown,
  });
});

test("the turn is over when the work fails, and leaves nothing behind", async () => {
  await expect(inTurn(host(), turn, () => Promise.reject(new Error("refused")))).rejects.toThrow("refused");
  await inTurn(host(), { ...turn, atMost: 0 }, () => Promise.resolve());
  expect(fs.readdirSync(path.join(root, ".dapf", "locks"))).toEqual([]);
});

test("a clone that cannot be written has no turns", async () => {
  // Nobody can make a folder there, not even root.
  const readOnly = { ...host(), root: "/sys/dapf" };
  await expect(inTurn(readOnly, turn, () => Promise.resolve("done"))).resolves.toBe("done");
});

test("the embedded AWS, another account and another Region are other places", () => {
  const place = { region: "eu-west-1", endpoint: undefined, account: "123456789012" };
  const others = [
    place,
    { ...place, endpoint: "http://127.0.0.1:4566" },
    { ...place, account: "210987654321" },
    { ...place, region: "eu-west-2" },
  ];
  expect(new Set(others.map((one) => JSON.stringify(awsWords(one)))).size).toBe(others.length);
});
