import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { readCompute } from "../../../../config/compute/read-declarations";
import { RULES, type Rule } from "../../../../config/compute/rules";
import { renderProblem } from "../../../../config/errors";
import { inFile } from "../../../../config/zod-problems";
import type { Changes } from "../../training-queues/fixture";
import { changed, context, noFolders, valid } from "../fixture";
import { capacityCases } from "./capacity.cases";
import { environmentCases } from "./environments.cases";
import { generalCases } from "./general.cases";
import { instanceCases } from "./instances.cases";
import { queueCases } from "./queues.cases";
import { teamCases } from "./teams.cases";

const cases = [...generalCases, ...environmentCases, ...instanceCases, ...queueCases, ...teamCases, ...capacityCases];

const read = (changes: Changes) => readCompute({ value: changed(changes) }, context, noFolders).declarations;

const findingsOf = (rule: Rule, changes: Changes): string[] =>
  rule
    .check(read(changes))
    .map((finding) =>
      renderProblem({
        ...inFile({ ...finding, allowed: undefined, hint: undefined }, { file: "f" }),
        source: undefined,
      }),
    )
    .map((text) => text.slice("f: ".length));

describe.each(cases.map(({ rule, ...rest }) => ({ demand: rule.demand, rule, ...rest })))("$demand", (one) => {
  it.each(Object.entries(one.complies))("compliance: %s", (_, changes) => {
    expect(findingsOf(one.rule, changes)).toEqual([]);
  });

  it.each(Object.entries(one.violates))("noncompliance: %s", (_, { changes, finds }) => {
    expect(findingsOf(one.rule, changes)).toEqual(finds);
  });
});

/** Every path within a value that can be left out: members of objects, and entries of lists. */
function partsOf(value: unknown, path: string): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [`${path}${key}`, ...partsOf(inner, `${path}${key}.`)]);
}

describe("the rules", () => {
  it("say what is allowed or what to do, whatever they find", () => {
    const silent = cases.flatMap(({ rule, violates }) =>
      Object.values(violates).flatMap(({ changes }) =>
        rule
          .check(read(changes))
          .filter(({ allowed, hint }) => (allowed ?? []).length === 0 && hint === undefined)
          .map((one) => one.rule),
      ),
    );
    expect(silent).toEqual([]);
  });

  it("judge nothing that is missing, but for what something else needs", () => {
    const parts = partsOf(valid, "").filter((part) => /_REQUEST\./.test(part));
    const wrong = parts.flatMap((part) => {
      const declarations = read({ [part]: undefined });
      const found = RULES.flatMap((rule) => rule.check(declarations)).map(
        ({ path, rule }) => `${path.join(".")} ${rule}`,
      );
      return found.filter((text) => text.startsWith(part));
    });
    expect(wrong).toEqual([
      "ComputeEnvs.CPU_CE_CREATE_REQUEST.computeResources is missing, and a MANAGED environment needs it",
      "ComputeEnvs.CPU_CE_CREATE_REQUEST.computeResources.instanceTypes must name at least one",
      "ComputeEnvs.GPU_CE_CREATE_REQUEST.computeResources is missing, and a MANAGED environment needs it",
      "ComputeEnvs.GPU_CE_CREATE_REQUEST.computeResources.instanceTypes must name at least one",
      "ComputeEnvs.GPU_CE_CREATE_REQUEST.computeResources.launchTemplate.overrides.0.targetInstanceTypes must name at least one",
      "ComputeEnvs.FARGATE_CE_CREATE_REQUEST.computeResources is missing, and a MANAGED environment needs it",
      "ComputeEnvs.FARGATE_CE_CREATE_REQUEST.computeResources.securityGroupIds is missing, and subnets need it",
      "ComputeEnvs.OWN_CE_CREATE_REQUEST.unmanagedvCpus is missing, so that the queue CPU reserves nothing for share identifiers that are not in use",
      "Teams.ML_TEAM_REQUEST.shareIdentifiers must have an entry: the queue CPU has a fair-share policy",
      "Teams.FINANCE_TEAM_REQUEST.shareIdentifiers must have an entry: the queue CPU has a fair-share policy",
    ]);
  });

  it("have all of them cases of compliance and of noncompliance", () => {
    expect(new Set(cases.map(({ rule }) => rule))).toEqual(new Set(RULES));
  });

  it("find nothing wrong with the fixture that the cases change", () => {
    expect(RULES.flatMap((rule) => findingsOf(rule, {}))).toEqual([]);
  });

  it("stand in the documentation in the same words, each with its source", () => {
    const page = readFileSync(resolve(__dirname, "../../../../docs/compute-declarations.md"), "utf8");
    const plain = (text: string) => text.replaceAll(/[*\\`]/g, "").replaceAll(/\s+/g, " ");
    const missing = RULES.filter(({ demand, source }) =>
      [demand, source].some((text) => !plain(page).includes(plain(text))),
    );
    expect(missing.map(({ demand }) => demand)).toEqual([]);
  });
});
