import * as fs from "node:fs";
import * as path from "node:path";
import { parseState, type TerraformState } from "../../deploy/adoption/state";
import { withEmulator } from "../../emulator";
import { differences, onlyAtCreation } from "../modules/adoption/differences";
import { inputMapDifferences } from "../modules/adoption/input-maps";
import { addedPolicies, detachedPolicies, narrowedPolicies } from "../modules/adoption/permissions";
import { agrees, gatekeeperArguments, ignoredArguments, mapChanges } from "../support/hcl-comparison";
import { changeSettings, layOutTeamRepository, synthesizePlatform } from "../support/hcl-project";
import { readPlan, type ResourcePlan } from "../support/plan";
import { actionsGone, resourcesGone } from "../support/policies";
import { describeReferenceData } from "../support/reference-data";
import { terraformIn } from "../support/terraform";

describeReferenceData("a deploy on the state that the HCL wrote", (data) => {
  const { account, environment, prefix, region } = data;
  let state: TerraformState;
  let plan: readonly ResourcePlan[];
  /** The plan with the settings that the guide advises. */
  let advised: readonly ResourcePlan[];
  let folder: string;

  beforeAll(async () => {
    state = parseState(`the state of ${environment}`, data.state());
    const root = layOutTeamRepository(data);
    const planned = async (settings: object, endpoint: string) => {
      changeSettings(root, data, settings);
      const synthesized = synthesizePlatform(root, environment);
      folder = synthesized.folder;
      fs.mkdirSync(path.dirname(synthesized.stateFile), { recursive: true });
      fs.writeFileSync(synthesized.stateFile, data.state());
      const terraform = await terraformIn({ folder, endpoint, account, region });
      await terraform.succeed("init", "-input=false");
      await terraform.succeed("plan", "-refresh=false", "-input=false", "-out=plan");
      return readPlan(await terraform.succeed("show", "-json", "plan"));
    };
    await withEmulator({}, async ({ endpoint }) => {
      plan = await planned({}, endpoint);
      advised = await planned(advisedSettings(prefix), endpoint);
    });
  }, 240_000);

  test("replaces nothing, and knows every resource of the state", () => {
    const known = new Set(plan.map(({ formerAddress }) => formerAddress));

    expect(plan.filter(({ actions }) => actions.length > 1)).toEqual([]);
    expect(state.managed).toHaveLength(data.counts.all);
    expect(state.managed.filter(({ address }) => !known.has(address))).toEqual([]);
  });

  test("destroys nothing but attachments of AWS's policies, those of the documented list", () => {
    const destroyed = of("delete");

    expect([...new Set(destroyed.map(({ type }) => type))]).toEqual(["aws_iam_role_policy_attachment"]);
    // They have moved before, to an address where nothing is: dapf knows them.
    expect([...new Set(destroyed.map(({ reason }) => reason))]).toEqual(["delete_because_no_move_target"]);
    const detached = destroyed.map(({ before }) => ({
      role: general(String(before.role)),
      policy: path.posix.basename(String(before.policy_arn)),
    }));
    expect(distinct(detached)).toEqual(distinct(detachedPolicies.map(({ role, policy }) => ({ role, policy }))));
  });

  test("creates nothing but the memory of jobs and inline policies, those of the documented list", () => {
    const created = of("create").filter(({ address }) => !address.startsWith("module.history."));

    expect([...new Set(created.map(({ type }) => type))]).toEqual(["aws_iam_role_policy"]);
    const added = created.map(({ after }) => ({
      role: general(String(after.role)),
      policy: general(String(after.name)),
    }));
    expect(distinct(added)).toEqual(distinct(addedPolicies.map(({ role, policy }) => ({ role, policy }))));
  });

  test("changes the arguments of the documented list, and no other", () => {
    const planned = data.planned();
    const retired = new Set(of("delete").map(({ formerAddress }) => formerAddress));
    const ours = new Map(plan.map((one) => [one.formerAddress, one]));

    const found = planned
      .filter(({ address }) => !retired.has(address))
      .flatMap(({ address, values }) => {
        const one = ours.get(address);
        if (one === undefined) throw new Error(`dapf has no ${address}`);
        const unlike = Object.keys(values).filter((argument) => !agrees(values[argument], one.after[argument]));
        return [...new Set([...one.changed, ...unlike])].map((argument) => `${one.address} ${argument}`);
      });

    expect(planned).toHaveLength(data.counts.all);
    expect(found.sort()).toEqual(documented().sort());
  });

  test("keeps arguments of live resources that the documented list names", () => {
    const ignored = new Set(ignoredArguments(folder));

    expect([...ignored].sort()).toEqual(onlyAtCreation.map(({ type, argument }) => `${type} ${argument}`).sort());
  });

  test("takes wide permissions away, those of the documented list", () => {
    const found = of("update").flatMap(({ type, changed, before, after }) => {
      if (!changed.includes("policy") || before.policy === "") return [];
      const name = type === "aws_kms_key" ? `alias/${prefix}-kms-key` : String(before.name ?? before.repository);
      const texts = [String(before.policy), String(after.policy)] as const;
      const actions = actionsGone(...texts);
      const resources = resourcesGone(...texts).map(general);
      return actions.length + resources.length === 0 ? [] : [{ policy: general(name), actions, resources }];
    });

    const listed = narrowedPolicies.map(({ policy, actions, resources }) => ({ policy, actions, resources }));
    expect(distinct(found)).toEqual(distinct(listed));
  });

  test("changes the keys of the input maps that the documented list names", () => {
    const found = of("update")
      .filter(({ type, changed }) => type === "aws_ssm_parameter" && changed.includes("insecure_value"))
      .flatMap(({ address, before, after }) => {
        const map = address.replace(/^aws_ssm_parameter\.(\w+)_step_function_inputs$/, "$1");
        return mapChanges(String(before.insecure_value), String(after.insecure_value)).map((one) => ({ map, ...one }));
      });

    const listed = inputMapDifferences.map(({ map, key, change }) => ({ map, key, change }));
    expect(distinct(found)).toEqual(distinct(listed));
  });

  test("keeps tags and what the input maps say, with the settings that the guide advises", () => {
    const changed = advised.filter(({ actions }) => actions.join() === "update");
    const maps = changed.flatMap(({ address, before, after }) => {
      if (!address.endsWith("_step_function_inputs")) return [];
      return mapChanges(String(before.insecure_value), String(after.insecure_value));
    });
    const tagged = changed.filter((one) => one.changed.includes("tags_all"));

    expect(maps.filter(({ change }) => change === "changed")).toEqual([]);
    // Those that get a tag of their own, which is listed.
    expect(tagged.filter((one) => !one.changed.includes("tags"))).toEqual([]);
    expect(changed.length).toBeLessThan(plan.filter(({ actions }) => actions.join() === "update").length);
  });

  test("gives the team's scripts every argument that the HCL gave them", () => {
    const machines = plan.filter(({ type }) => type === "aws_sfn_state_machine");
    const missing = machines.flatMap(({ before, after }) => {
      const ours = gatekeeperArguments(String(after.definition));
      return gatekeeperArguments(String(before.definition)).filter((argument) => !ours.includes(argument));
    });

    expect(machines).toHaveLength(2);
    expect(missing).toEqual([]);
  });

  /** A name or ARN of this environment as that of any: `P-dapf-C-glue-job-role`. */
  const general = (text: string): string =>
    text
      .replaceAll(prefix, "P")
      .replaceAll(account, "A")
      .replaceAll(region, "R")
      .replace(/\b(training|inferencing)\b/g, "C")
      .replace(/^P-dapf-C-\d{20,}$/, "P-dapf-C-<instance>");

  const of = (...actions: string[]) => plan.filter((one) => one.actions.join() === actions.join());

  /** The documented differences, resource by resource: `module.a.aws_x.y argument`. */
  const documented = () => {
    const kept = plan.filter(({ actions }) => ["no-op", "update"].includes(actions.join()));
    return differences.flatMap(({ type, argument, only }) =>
      kept
        .filter((one) => (type === "*" ? argument in one.before : one.type === type))
        .filter(({ address }) => only === undefined || only.address.test(address))
        .map(({ address }) => `${address} ${argument}`),
    );
  };
});

function distinct(items: readonly object[]): string[] {
  return [...new Set(items.map((item) => JSON.stringify(item)))].sort();
}

/** The settings that the guide advises, out of its text, with the prefix in the place of the one that it shows. */
function advisedSettings(prefix: string): object {
  const guide = fs.readFileSync(path.resolve(__dirname, "../../docs/adoption.md"), "utf8");
  const snippet = /```jsonc\n([\s\S]*?)```/.exec(guide)?.[1] ?? "";
  const own = snippet
    .replaceAll("jenkins-pl-apsouth1", prefix)
    .replaceAll("jenkins_pl_apsouth1", prefix.replaceAll("-", "_"));
  return JSON.parse(`{${own}}`) as object;
}
