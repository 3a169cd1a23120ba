import fc from "fast-check";
import { WEEKDAYS } from "../../../config/alerts";
import { daysInWords, missedExpression } from "../../../modules/alerts/run-days";

const DAY = 86_400_000;

/** What CloudWatch makes of the expression for one data point; its language is JavaScript's where the expression is. */
function computed(expression: string, at: Date, started: number | undefined): number {
  const functions = {
    DAY: () => at.getUTCDay() || 7,
    DATE: () => at.getUTCDate(),
    HOUR: () => at.getUTCHours(),
    FILL: (value: number | undefined, other: number) => value ?? other,
    IF: (is: boolean, yes: number, no: number) => (is ? yes : no),
  };
  // Cast: it is a number, by the functions above.
  return new Function(...Object.keys(functions), "started", `return ${expression}`)(
    ...Object.values(functions),
    started,
  ) as number;
}

const midnights = fc.integer({ min: 20_000, max: 30_000 }).map((day) => new Date(day * DAY));

describe("a run that has to start on certain days", () => {
  it("of the week is missed when none was started on such a day, and only then", () => {
    const weekdays = fc.subarray([...WEEKDAYS], { minLength: 1 });
    fc.assert(
      fc.property(
        weekdays,
        midnights,
        fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }),
        (days, at, started) => {
          const name = WEEKDAYS[(at.getUTCDay() + 6) % 7];
          const isMissed = days.some((day) => day === name) && (started ?? 0) < 1;
          expect(computed(missedExpression({ weekdays: days }, "started"), at, started)).toBe(isMissed ? 1 : 0);
        },
      ),
    );
  });

  it("of the month likewise, and each day", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 28 }), midnights, fc.integer({ min: 0, max: 2 }), (day, at, started) => {
        const missed = started < 1 ? 1 : 0;
        expect(computed(missedExpression({ days_of_month: [day] }, "started"), at, started)).toBe(
          at.getUTCDate() === day ? missed : 0,
        );
        expect(computed(missedExpression("daily", "started"), at, started)).toBe(missed);
      }),
    );
  });

  it("is not judged by 24 hours that begin in the middle of a day", () => {
    expect(computed(missedExpression("daily", "started"), new Date(20_000 * DAY + 3_600_000), 0)).toBe(0);
  });
});

test("the expressions say nothing that CloudWatch's metric math does not have", () => {
  const expressions = [
    missedExpression("daily", "started"),
    missedExpression({ weekdays: [...WEEKDAYS] }, "started"),
    missedExpression({ days_of_month: [1, 15, 28] }, "started"),
  ].join(" ");

  // CloudWatch User Guide, "Metric math syntax and functions": functions, comparison and logical operators.
  expect(new Set(expressions.match(/[A-Za-z]+/g))).toEqual(new Set(["IF", "HOUR", "FILL", "started", "DAY", "DATE"]));
  expect(new Set(expressions.match(/[=<>&|!+*/-]+/g))).toEqual(new Set(["==", "&&", "<", "||"]));
});

test("days are told in words", () => {
  expect(daysInWords("daily")).toBe("each day");
  expect(daysInWords({ weekdays: ["Monday", "Friday"] })).toBe("each Monday and Friday");
  expect(daysInWords({ days_of_month: [1, 15] })).toBe("each month on 1 and 15");
});
