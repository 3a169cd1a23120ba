import { cronFault } from "../../../aws/glue/cron";
import { firesAt } from "../../../aws/glue/cron-times";

describe("a schedule of Glue", () => {
  // 2026-03-01 is a Sunday, 2026-03-31 a Tuesday, 2026-05-31 a Sunday, 2026-08-01 a Saturday.
  it.each([
    ["every day at 5", "cron(0 5 * * ? *)", "2026-03-04T05:00Z", "2026-03-04T05:01Z"],
    ["from a minute on by steps", "cron(10/20 * * * ? *)", "2026-03-04T05:50Z", "2026-03-04T05:00Z"],
    ["in a list of hours", "cron(0 4,16 * * ? *)", "2026-03-04T16:00Z", "2026-03-04T05:00Z"],
    ["on weekdays", "cron(0 5 ? * MON-FRI *)", "2026-03-02T05:00Z", "2026-03-01T05:00Z"],
    ["on Sundays by number", "cron(0 5 ? * 1 *)", "2026-03-01T05:00Z", "2026-03-02T05:00Z"],
    ["in a month by name", "cron(0 5 4 mar ? *)", "2026-03-04T05:00Z", "2026-04-04T05:00Z"],
    ["in a year", "cron(0 5 4 3 ? 2027)", "2027-03-04T05:00Z", "2026-03-04T05:00Z"],
    ["on the last day of the month", "cron(0 5 L * ? *)", "2026-02-28T05:00Z", "2026-03-28T05:00Z"],
    ["some days before the last", "cron(0 5 L-3 * ? *)", "2026-03-28T05:00Z", "2026-03-31T05:00Z"],
    ["on the last weekday", "cron(0 5 LW * ? *)", "2026-05-29T05:00Z", "2026-05-31T05:00Z"],
    ["on the weekday nearest to a Sunday", "cron(0 5 1W * ? *)", "2026-03-02T05:00Z", "2026-03-01T05:00Z"],
    [
      "on the weekday nearest to a Saturday at the first",
      "cron(0 5 1W * ? *)",
      "2026-08-03T05:00Z",
      "2026-07-31T05:00Z",
    ],
    ["on the weekday nearest to a Saturday", "cron(0 5 14W * ? *)", "2026-03-13T05:00Z", "2026-03-14T05:00Z"],
    ["on a weekday itself", "cron(0 5 4W * ? *)", "2026-03-04T05:00Z", "2026-03-05T05:00Z"],
    ["on the last day of the week", "cron(0 5 ? * L *)", "2026-03-07T05:00Z", "2026-03-06T05:00Z"],
    ["on the last Friday", "cron(0 5 ? * 6L *)", "2026-03-27T05:00Z", "2026-03-20T05:00Z"],
    ["on the second Monday", "cron(0 5 ? * MON#2 *)", "2026-03-09T05:00Z", "2026-03-02T05:00Z"],
  ])("fires %s", (_case, expression, then, otherwise) => {
    expect(cronFault(expression)).toBeUndefined();
    expect([firesAt(expression, new Date(then)), firesAt(expression, new Date(otherwise))]).toEqual([true, false]);
  });
});
