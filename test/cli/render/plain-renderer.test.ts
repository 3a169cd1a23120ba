import type { CliEvent } from "../../../cli/events";
import { eventLines, RunState } from "../../../cli/render/plain-renderer";
import { plainText } from "../../../cli/render/style";

const options = { style: plainText, showFolder: false, fullPlan: false, warningLines: 5 };
const linesOf = (event: CliEvent) => eventLines(event, options, new RunState());

test("a wait for the lock of the state says who is waited for", () => {
  expect(linesOf({ type: "lock-wait" })).toEqual(["Waiting for the lock of the state: another run is using it"]);
});

test.each([
  [1, "Deleted the model package of gearbox"],
  [3, "Deleted the 3 model packages of gearbox"],
])("%d deleted model packages are told by their group", (count, line) => {
  expect(linesOf({ type: "model-packages-deleted", group: "gearbox", count })).toEqual([line]);
});

test("what only a live view shows has no lines in a log", () => {
  expect(linesOf({ type: "refreshed", address: "aws_sqs_queue.q", count: 5 })).toEqual([]);
});
