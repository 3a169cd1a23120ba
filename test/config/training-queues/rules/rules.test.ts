import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { renderProblem } from "../../../../config/errors";
import { readModel } from "../../../../config/training-queues/read-model";
import { RULES, type Rule } from "../../../../config/training-queues/rules";
import { inFile } from "../../../../config/zod-problems";
import { changed, context, type Changes, valid } from "../fixture";
import { capacityCases } from "./capacity.cases";
import { generalCases } from "./general.cases";
import { policyCases } from "./policies.cases";
import { queueCases } from "./queues.cases";
import { shareCases } from "./shares.cases";

const cases = [...generalCases, ...capacityCases, ...policyCases, ...queueCases, ...shareCases];

const findingsOf = (rule: Rule, changes: Changes, region = context.region): string[] =>
  rule
    .check(readModel(changed(changes), { ...context, region }).model)
    .map((finding) => renderProblem(inFile({ ...finding, allowed: undefined, hint: undefined }, { file: "f" })))
    .map((text) => text.slice("f: ".length));

describe.each(cases.map(({ rule, ...rest }) => ({ demand: rule.demand, rule, ...rest })))("$demand", (one) => {
  it.each(Object.entries(one.complies))("compliance: %s", (_, changes) => {
    expect(findingsOf(one.rule, changes)).toEqual([]);
  });

  it.each(Object.entries(one.violates))("noncompliance: %s", (_, { changes, finds, region }) => {
    expect(findingsOf(one.rule, changes, region)).toEqual(finds);
  });
});

/** Every path within a value that can be left out: members of objects, and entries of lists. */
function partsOf(value: unknown, path: string): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [`${path}${key}`, ...partsOf(inner, `${path}${key}.`)]);
}

describe("the rules", () => {
  const violations = cases.flatMap(({ rule, violates }) =>
    Object.values(violates).map(({ changes, region = context.region }) => ({ rule, changes, region })),
  );

  it("say what is allowed, where the choices are few", () => {
    for (const { rule, changes, region } of violations) {
      const allowed = rule.check(readModel(changed(changes), { ...context, region }).model).map((one) => one.allowed);
      expect(allowed.filter((one) => one?.some((word) => word === "") ?? one?.length === 0)).toEqual([]);
    }
  });

  it("judge nothing that is missing: the shape tells it", () => {
    const parts = partsOf(valid, "").filter((part) => part.includes("REQUEST."));
    const wrong = parts.flatMap((part) => {
      const { model } = readModel(changed({ [part]: undefined }), context);
      const found = RULES.flatMap((rule) => rule.check(model)).map(({ path, rule }) => `${path.join(".")} ${rule}`);
      return found.filter((text) => text.startsWith(part));
    });
    expect(wrong).toEqual([]);
  });

  it("have all of them cases of compliance and of noncompliance", () => {
    expect(new Set(cases.map(({ rule }) => rule))).toEqual(new Set(RULES));
  });

  it("find nothing wrong with the fixture that the cases change", () => {
    expect(RULES.flatMap((rule) => findingsOf(rule, {}))).toEqual([]);
  });

  it("stand in the documentation in the same words, each with its source", () => {
    const page = readFileSync(resolve(__dirname, "../../../../docs/training-queues.md"), "utf8").replace(
      /[ *\\]+/g,
      " ",
    );
    const missing = RULES.filter(({ demand, source }) =>
      [demand, source].some((text) => !page.includes(text.replace(/[ *\\]+/g, " "))),
    );
    expect(missing.map(({ demand }) => demand)).toEqual([]);
  });
});
