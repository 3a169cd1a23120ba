import * as fs from "node:fs";
import * as path from "node:path";
import { boundaryGrants, type Conditions, type Grant, grantsFor, PURPOSES, scopeOf } from "../access";
import { teamGrants } from "../access/teams";
import { environmentWith, everything, repository } from "./access/environment";
import { modelOf, teamOf } from "./access/teams/model";
import { at } from "./config/compute/fixture";

const file = path.join(repository, "docs/security.md");
const [BEGIN, END] = ["<!-- statements -->\n", "<!-- /statements -->"];
const environment = environmentWith({ ...everything, access: { boundary: true } });
const scope = scopeOf(environment);
const compute = modelOf({ [`${at.ml}.requiredTags`]: ["Project"] });

test("docs/security.md has every statement of each role, with its reason", () => {
  const page = fs.readFileSync(file, "utf8");
  const [head = "", rest = ""] = page.split(BEGIN);
  const [, tail = ""] = rest.split(END);
  const current = `${head}${BEGIN}${tables()}${END}${tail}`;
  if (process.env.DAPF_RECORD_SECURITY === "1") fs.writeFileSync(file, current);

  expect(fs.readFileSync(file, "utf8")).toBe(current);
});

test("it names no place of the example environment", () => {
  expect(tables()).not.toMatch(/731580992380|ap-south-1|apsouth1/);
});

/** The planner's statements stand once: the deployer has all of them but for the state's. */
function tables(): string {
  const planned = new Set(grantsFor(scope, "planner").map(({ sid }) => sid));
  const own = (sid: string) => !planned.has(sid) || sid.startsWith("State");
  const parts = PURPOSES.map((purpose) => {
    const grants = grantsFor(scope, purpose).filter(({ sid }) => purpose !== "deployer" || own(sid));
    const note = purpose === "deployer" ? "Beside these, the planner's statements but for those of the state.\n\n" : "";
    return `### ${purpose}\n\n${note}${table(grants)}`;
  });
  const team = teamGrants(compute, teamOf(compute, "ML"));
  return [
    ...parts,
    `### A team of shared compute\n\n${table(team)}`,
    `### The boundary of the platform's roles\n\n${table(boundaryGrants(scope))}`,
  ].join("\n");
}

function table(grants: readonly Grant[]): string {
  const rows = grants.map((grant) => [grant.sid, what(grant), where(grant), why(grant)]);
  const lines = [["statement", "actions", "on", "why"], ["---", "---", "---", "---"], ...rows];
  return `${lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n")}\n`;
}

const what = ({ effect, actions }: Grant) =>
  `${effect === "Deny" ? "**denied:** " : ""}${[...actions].sort().map(code).join(", ")}`;

function where({ resources, conditions }: Grant): string {
  const where = resources.map((resource) => code(anonymous(resource))).join(", ");
  return conditions === undefined ? where : `${where}; if ${conditionsOf(conditions)}`;
}

const why = ({ reason, unnamed }: Grant) => (unnamed === undefined ? reason : `${reason} _${unnamed}_`);

function conditionsOf(conditions: Conditions): string {
  const all = Object.entries(conditions).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, value]) => {
      const values = [value].flat().map((one) => anonymous(one) || "(empty)");
      return code(`${operator} ${key}: ${values.join(", ")}`);
    }),
  );
  return all.join(" and ");
}

function anonymous(text: string): string {
  const { prefix, place, settings } = scope;
  const names: readonly (readonly [string, string])[] = [
    [prefix, "PREFIX"],
    [prefix.replaceAll("-", "_"), "PREFIX"],
    [place.region, "REGION"],
    [place.account, "ACCOUNT"],
    [compute.context.prefix, "PREFIX"],
    [compute.context.region, "REGION"],
    [compute.context.account, "ACCOUNT"],
  ];
  const known = names.reduce((result, [from, to]) => result.replaceAll(from, to), text);
  return known === settings.use_case_name || known === settings.env ? "TAGS" : known;
}

const code = (text: string) => `\`${text}\``;
