import fc from "fast-check";
import { cronFault, neverFires } from "../../../aws/glue/cron";

describe("a schedule of AWS Glue", () => {
  it.each([
    // The examples of AWS Glue's page.
    "cron(0 10 * * ? *)",
    "cron(15 12 * * ? *)",
    "cron(0 18 ? * MON-FRI *)",
    "cron(0 8 1 * ? *)",
    "cron(0/15 * * * ? *)",
    "cron(0/10 * ? * MON-FRI *)",
    "cron(0/5 8-17 ? * MON-FRI *)",
    // Every wildcard, and names in any case.
    "cron(30 5 ? * wed *)",
    "cron(0,30 5-7/2 1-15 JAN,jul-Sep ? 2030-2040/2)",
    "cron(*/10 */6 */2 1/3 ? *)",
    "cron(00 05 L * ? *)",
    "cron(0 5 LW * ? *)",
    "cron(0 5 L-3 * ? *)",
    "cron(0 5 3W * ? *)",
    "cron(0 5 1,L * ? *)",
    "cron(0 5 ? * L *)",
    "cron(0 5 ? * 6L *)",
    "cron(0 5 ? * FRIL *)",
    "cron(0 5 ? * 3#2 *)",
    "cron(0 5 ? * MON#1 *)",
    "cron(0 5 ? * 1/2 *)",
    "cron(0 5 31 2 ? 1970,2199)",
    "cron(0   5\t* * ? *)",
  ])("can be %s", (expression) => {
    expect(cronFault(expression)).toBeUndefined();
  });

  it.each([
    ["rate(1 day)", "six fields"],
    ["0 5 * * ? *", "six fields"],
    ["cron(0 5 * * ?)", "six fields"],
    ["cron(0 5 * * ? * *)", "six fields"],
    ["cron()", "six fields"],
    ["cron(0 5 * * ? *) ", "six fields"],
    ["cron(60 5 * * ? *)", 'its minutes cannot be "60"'],
    ["cron(0 25 * * ? *)", 'its hours cannot be "25"'],
    ["cron(0 24 * * ? *)", 'its hours cannot be "24"'],
    ["cron(-5 5 * * ? *)", 'its minutes cannot be "-5"'],
    ["cron(0 5 0 * ? *)", 'its day of the month cannot be "0"'],
    ["cron(0 5 32 * ? *)", 'its day of the month cannot be "32"'],
    ["cron(0 5 32W * ? *)", 'its day of the month cannot be "32W"'],
    ["cron(0 5 W * ? *)", 'its day of the month cannot be "W"'],
    ["cron(0 5 L-31 * ? *)", 'its day of the month cannot be "L-31"'],
    ["cron(0 5 * 0 ? *)", 'its month cannot be "0"'],
    ["cron(0 5 * 13 ? *)", 'its month cannot be "13"'],
    ["cron(0 5 * JANUARY ? *)", 'its month cannot be "JANUARY"'],
    ["cron(0 5 * MON ? *)", 'its month cannot be "MON"'],
    ["cron(0 5 * L ? *)", 'its month cannot be "L"'],
    ["cron(0 5 * ? 1 *)", 'its month cannot be "?"'],
    ["cron(0 5 ? * 0 *)", 'its day of the week cannot be "0"'],
    ["cron(0 5 ? * 8 *)", 'its day of the week cannot be "8"'],
    ["cron(0 5 ? * 8L *)", 'its day of the week cannot be "8L"'],
    ["cron(0 5 ? * 2#6 *)", 'its day of the week cannot be "2#6"'],
    ["cron(0 5 ? * 2#0 *)", 'its day of the week cannot be "2#0"'],
    ["cron(0 5 ? * 2#1,3#2 *)", 'its day of the week cannot be "2#1,3#2"'],
    ["cron(0 5 ? * 3W *)", 'its day of the week cannot be "3W"'],
    ["cron(0 5 ?,1 * ? *)", 'its day of the month cannot be "?"'],
    ["cron(0 5 * * ? 1969)", 'its year cannot be "1969"'],
    ["cron(0 5 * * ? 2200)", 'its year cannot be "2200"'],
    ["cron(0 5 * * ? 2030-2020)", 'its year cannot be "2030-2020"'],
    ["cron(0 17-9 * * ? *)", 'its hours cannot be "17-9"'],
    ["cron(0 5 ? * FRI-MON *)", 'its day of the week cannot be "FRI-MON"'],
    ["cron(0/0 5 * * ? *)", 'its minutes cannot be "0/0"'],
    ["cron(/5 5 * * ? *)", 'its minutes cannot be "/5"'],
    ["cron(5/ 5 * * ? *)", 'its minutes cannot be "5/"'],
    ["cron(0/10/2 5 * * ? *)", 'its minutes cannot be "0/10/2"'],
    ["cron(0 1-2-3 * * ? *)", 'its hours cannot be "1-2-3"'],
    ["cron(0 1- * * ? *)", 'its hours cannot be "1-"'],
    ["cron(0 1,,2 * * ? *)", 'its hours cannot be ""'],
    ["cron(0 *-5 * * ? *)", 'its hours cannot be "*-5"'],
    ["cron(1.5 5 * * ? *)", 'its minutes cannot be "1.5"'],
    ["cron(0 5 * * * *)", "one of its day of the month and day of the week must be ?"],
    ["cron(0 5 1 * MON *)", "one of its day of the month and day of the week must be ?"],
    ["cron(0 5 ? * ? *)", "one of its day of the month and day of the week must be ?"],
    ["cron(* 5 * * ? *)", 'its minutes "*" are less than 5 minutes apart'],
    ["cron(0/4 5 * * ? *)", 'its minutes "0/4" are less than 5 minutes apart'],
    ["cron(30,0,34 5 * * ? *)", 'its minutes "30,0,34" are less than 5 minutes apart'],
  ])("cannot be %s", (expression, reason) => {
    expect(cronFault(expression)?.reason).toContain(reason);
  });

  it("says what a field takes that has something else", () => {
    expect(cronFault("cron(0 5 ? * 0 *)")?.allowed).toEqual(["1-7", "SUN-SAT", ", - * ? / L #"]);
  });

  it("is judged whatever the text is", () => {
    const part = fc.oneof(fc.string({ maxLength: 6 }), fc.stringMatching(/^[0-9*?,/LW#-]{1,6}$/), fc.constant("*"));
    const text = fc.oneof(
      fc.string(),
      fc.array(part, { minLength: 5, maxLength: 7 }).map((parts) => `cron(${parts.join(" ")})`),
    );
    fc.assert(
      fc.property(text, (expression) => {
        const fault = cronFault(expression);
        if (fault === undefined) expect(expression).toMatch(/^cron\(/);
        expect(typeof neverFires(expression)).toBe("boolean");
      }),
      { numRuns: 2000 },
    );
  });
});

describe("a schedule that no year has a day for", () => {
  it.each(["cron(0 5 30 2 ? *)", "cron(0 5 31 FEB,4,jun ? *)", "cron(0 5 30-31 2 ? *)"])("%s", (expression) => {
    expect(neverFires(expression)).toBe(true);
  });

  it.each([
    "cron(0 5 29 2 ? *)",
    "cron(0 5 31 2,3 ? *)",
    "cron(0 5 1,31 2 ? *)",
    "cron(0 5 L 2 ? *)",
    "cron(0 5 ? 2 1 *)",
  ])("is not %s", (expression) => {
    expect(neverFires(expression)).toBe(false);
  });
});
