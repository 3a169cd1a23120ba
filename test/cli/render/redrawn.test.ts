import { Redrawn } from "../../../cli/render/redrawn";
import { Recorder } from "../command-line";

const ESCAPE = "\u001b";

test("the other screen is entered once, and left with the last picture", () => {
  const stream = new Recorder(true);
  const picture = new Redrawn(stream);
  picture.draw(["first"]);
  picture.draw(["second", "line"]);
  picture.close();
  expect(stream.text.split(`${ESCAPE}[?1049h`)).toHaveLength(2);
  expect(stream.text.split(`${ESCAPE}[?1049l${ESCAPE}[?25h`).at(-1)).toBe("second\nline\n");
});

test("no more is drawn than the screen has rows, but all of it stays", () => {
  const stream = new Recorder(true);
  const picture = new Redrawn(stream);
  const rows = Array.from({ length: stream.size.rows + 5 }, (_, index) => `row ${index}`);
  picture.draw(rows);
  expect(stream.text.match(/row /g)).toHaveLength(stream.size.rows - 1);
  picture.close();
  expect(stream.text.endsWith(`${rows.join("\n")}\n`)).toBe(true);
});

test("what was never drawn leaves the terminal as it is", () => {
  const stream = new Recorder(true);
  new Redrawn(stream).close();
  expect(stream.text).toBe("");
});
