import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { renderProblem } from "../../../../config/errors";
import { readModel } from "../../../../config/training-queues/read-model";
import { RULES, type Rule } from "../../../../config/training-queues/rules";
import { inFile } from "../../../../config/zod-problems";
import { changed, context, type Changes } from "../fixture";
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

describe("the rules", () => {
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
