/** Every rule has a file of its own with its name, a source, and a test with cases of compliance and noncompliance. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Rule } from "../../../diagnosis/finding";
import { COURSE_RULES } from "../../../diagnosis/rules/course";
import { FAILURE_RULES } from "../../../diagnosis/rules/failed";
import { DEPENDENCY_RULES, QUEUE_RULES } from "../../../diagnosis/rules/queue";
import { queueDisabled } from "../../../diagnosis/rules/queue/queue-disabled";
import { RUN_RULES } from "../../../diagnosis/rules/run";
import { ACCOUNT_RULES, CONTAINER_RULES, MACHINE_RULES } from "../../../diagnosis/rules/start";
import {
  TRAINING_COURSE_RULES,
  TRAINING_FAILURE_RULES,
  TRAINING_QUEUE_RULES,
  TRAINING_START_RULES,
} from "../../../diagnosis/rules/training";

type Named = Pick<Rule<never>, "name" | "source">;
const RULES: Readonly<Record<string, readonly Named[]>> = {
  course: COURSE_RULES,
  failed: FAILURE_RULES,
  queue: [...DEPENDENCY_RULES, ...QUEUE_RULES, queueDisabled],
  run: RUN_RULES,
  start: [...MACHINE_RULES, ...CONTAINER_RULES, ...ACCOUNT_RULES],
  training: [...TRAINING_QUEUE_RULES, ...TRAINING_START_RULES, ...TRAINING_COURSE_RULES, ...TRAINING_FAILURE_RULES],
};
/** Those that are tested as a table, which covers all that the list of the group has. */
const TABLES: readonly Named[] = [...FAILURE_RULES, ...TRAINING_FAILURE_RULES];

const rules = Object.entries(RULES).flatMap(([group, all]) => all.map((rule) => ({ group, ...rule })));
const identifierOf = (name: string) => name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
const folderOf = (room: string, group: string) => join(__dirname, "../../..", room, group);

function testsOf(group: string): string {
  const folder = folderOf("test/diagnosis/rules", group);
  return readdirSync(folder)
    .map((file) => readFileSync(join(folder, file), "utf8"))
    .join("\n");
}

describe.each(rules)("the rule $name", ({ group, name, source }) => {
  it("is in a file of its own, and says on which page of AWS it rests", () => {
    expect(readdirSync(folderOf("diagnosis/rules", group))).toContain(`${name}.ts`);
    expect(source).toMatch(/(AWS|Amazon|POSIX).*, /);
  });

  it("is described by cases", () => {
    const tested = TABLES.some((one) => one.name === name)
      ? testsOf(group).includes(`"${name}"`)
      : new RegExp(`describeRule\\(\\s*${identifierOf(name)}\\b`).test(testsOf(group));
    expect(tested).toBe(true);
  });
});

it("no two rules have one name", () => {
  expect(new Set(rules.map(({ name }) => name)).size).toBe(rules.length);
});
