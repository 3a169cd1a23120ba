import * as fc from "fast-check";
import { RunInputError } from "../../../jobs/runs/errors";
import { executionInput, nextRunName, parseInputMap, parseOverrides, runDate } from "../../../jobs/runs/run-input";

const now = new Date("2026-11-21T23:30:00-05:00");
const map = {
  step_function_arn: "arn:aws:states:ap-south-1:123456789012:stateMachine:m",
  aws_batch_job_queue: "q",
  aws_batch_job_name: "p-job",
  dq_table: "dqresults",
};

test("the day of a run is today in UTC, or the one that is given", () => {
  expect(runDate(undefined, now)).toBe("2026-11-22");
  expect(runDate("2024-02-29", now)).toBe("2024-02-29");
});

test.each(["2026-02-30", "2026-2-3", "yesterday", "2026-13-01", ""])("%p is no day", (text) => {
  expect(() => runDate(text, now)).toThrow(RunInputError);
});

test("the input is the map with the date and with what the caller wants otherwise", () => {
  expect(executionInput(map, "2026-01-02", { dq_table: "v2" })).toEqual({
    ...map,
    dq_table: "v2",
    year: "2026",
    month: "01",
    day: "02",
  });
});

test("a key that the map does not have is refused, with the one that was meant", () => {
  expect(() => executionInput(map, "2026-01-02", { dq_tabel: "v2" })).toThrow(
    "(did you mean dq_table?); found: dq_tabel",
  );
});

test("a key that is like none of the map is refused, with all that it has", () => {
  expect(() => executionInput(map, "2026-01-02", { year: "1999" })).toThrow(/all keys: aws_batch_job_name, .*dq_table/);
});

test("values may hold whatever they want but nothing, keys may not", () => {
  expect(parseOverrides(["a=b=c", "d= "])).toEqual({ a: "b=c", d: " " });
  expect(() => parseOverrides(["=x"])).toThrow(RunInputError);
  expect(() => parseOverrides(["novalue"])).toThrow(RunInputError);
  expect(() => parseOverrides(["empty="])).toThrow(RunInputError);
});

test("what is no input map is none", () => {
  expect(parseInputMap(JSON.stringify(map))).toEqual(map);
  expect(parseInputMap("{")).toBeUndefined();
  expect(parseInputMap("default")).toBeUndefined();
  expect(parseInputMap(JSON.stringify({ ...map, step_function_arn: 1 }))).toBeUndefined();
});

test("the name of a run is new, and of its day, whatever names there are", () => {
  const name = fc.oneof(
    fc.nat({ max: 20 }).map((number) => `2026-11-21-${number}`),
    fc.constantFrom("2026-11-20-7", "2026-11-21-x", "2026-11-21-", "by-hand", "2026-11-21-2-3"),
  );
  fc.assert(
    fc.property(fc.array(name), (names) => {
      const next = nextRunName("2026-11-21", names);
      expect(names).not.toContain(next);
      expect(next).toMatch(/^2026-11-21-[1-9]\d*$/);
      // Who asks with the same names gets the same name.
      expect(nextRunName("2026-11-21", [...names].reverse())).toBe(next);
    }),
  );
});
