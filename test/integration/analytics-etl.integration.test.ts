import * as fs from "node:fs";
import * as path from "node:path";
import { startEmulator, type Emulator } from "../../emulator";
import { layOutTeamRepository } from "../support/hcl-project";
import { ownData } from "../support/reference-data";
import { terraformIn, type Terraform } from "../support/terraform";
import { etlPlatformFolder, removeTriggerOrder, synthesizeEtlPlatform } from "./analytics-etl-stack";

const { account, counts, environment, region } = ownData;
const workflowsFile = "analytics-etl/glue_wf.config.json";
const wfs = "module.analytics_etl.module.glue_wfs";

interface Workflow {
  triggers: Record<string, Record<string, unknown>>;
}

interface WorkflowsFile {
  workflows: Record<string, Workflow>;
}

describe("the ETL configuration of a team: 6 jobs, 2 workflows, 8 triggers", () => {
  jest.setTimeout(240_000);
  let emulator: Emulator;
  let root: string;
  let terraform: Terraform;

  /** Answers with ConcurrentModificationException since the last call of this function. */
  const conflicts = () => {
    const { errors } = emulator.counters();
    emulator.resetCounters();
    return errors.ConcurrentModificationException ?? 0;
  };
  const glueCalls = () => emulator.counters().requests.glue ?? {};

  const edit = (change: (file: WorkflowsFile) => void) => {
    const file = path.join(root, workflowsFile);
    const content = JSON.parse(fs.readFileSync(file, "utf8")) as WorkflowsFile;
    change(content);
    fs.writeFileSync(file, JSON.stringify(content));
    synthesizeEtlPlatform(root, environment);
  };
  const describeEveryTrigger = (text: string) =>
    edit(({ workflows }) => {
      for (const { triggers } of Object.values(workflows)) {
        for (const trigger of Object.values(triggers)) trigger.description = text;
      }
    });

  // Nothing but these tests changes the account, so there is nothing to read before a change.
  const quick = ["-auto-approve", "-input=false", "-refresh=false"];
  const apply = () => terraform.succeed("apply", ...quick);
  const addresses = async () => (await terraform.succeed("state", "list")).trim().split("\n");

  beforeAll(async () => {
    emulator = await startEmulator();
  });

  afterAll(async () => {
    await emulator.stop();
  });

  const fresh = async () => {
    await emulator.reset();
    root = layOutTeamRepository(ownData);
    synthesizeEtlPlatform(root, environment);
    const folder = etlPlatformFolder(root, environment);
    terraform = await terraformIn({ folder, endpoint: emulator.endpoint, account, region });
    await terraform.succeed("init", "-input=false");
  };

  describe("as dapf synthesizes it", () => {
    beforeAll(fresh);

    it("is created without a ConcurrentModificationException", async () => {
      await apply();

      expect(glueCalls()).toMatchObject({
        CreateJob: counts.jobs,
        CreateWorkflow: counts.workflows,
        CreateTrigger: counts.triggers,
      });
      expect(conflicts()).toBe(0);
    });

    it("has nothing to change afterwards", async () => {
      expect((await terraform.run("plan", "-detailed-exitcode", "-input=false")).exitCode).toBe(0);
    });

    it("is changed without one: triggers renamed, which are old ones to delete and new ones to create", async () => {
      conflicts();
      edit(({ workflows }) => {
        rename(workflows.tidal_night, "load_when_published", "a_new_first");
        rename(workflows.tidal_night, "check_when_cleaned", "check_clean");
        rename(workflows.Spring_tide, "levels_after_fetch", "zz_new_last");
      });
      await apply();

      expect(glueCalls()).toMatchObject({ CreateTrigger: 3, DeleteTrigger: 3 });
      expect(conflicts()).toBe(0);
      expect(await addresses()).toContain(`${wfs}.aws_glue_trigger.a_new_first`);
    });

    it("is changed without one: every trigger updated, one moved, one of another type", async () => {
      edit(({ workflows }) => {
        for (const { triggers } of Object.values(workflows)) {
          for (const trigger of Object.values(triggers)) trigger.description = "changed";
        }
        const moved = take(workflows.tidal_night, "mourn_when_failed");
        Object.assign(workflows.Spring_tide?.triggers ?? {}, { mourn_when_failed: moved });
        const byHand = { type: "ON_DEMAND", schedule: undefined };
        Object.assign(workflows.Spring_tide?.triggers.each_fortnight ?? {}, byHand);
      });
      await apply();

      expect(glueCalls()).toMatchObject({ CreateTrigger: 2, DeleteTrigger: 2 });
      expect(glueCalls().UpdateTrigger).toBeGreaterThanOrEqual(counts.triggers - 2);
      expect(conflicts()).toBe(0);
    });

    it("is destroyed without one, and nothing is left", async () => {
      conflicts();
      await terraform.succeed("destroy", ...quick);

      expect(glueCalls()).toMatchObject({
        DeleteJob: counts.jobs,
        DeleteWorkflow: counts.workflows,
        DeleteTrigger: counts.triggers,
      });
      expect(conflicts()).toBe(0);
      expect((await terraform.succeed("state", "list")).trim()).toBe("");
    });
  });

  describe("with the order among its triggers taken out", () => {
    beforeAll(async () => {
      await fresh();
      removeTriggerOrder(root, environment);
    });

    it("draws ConcurrentModificationException when it is created, which the provider asks again after", async () => {
      await apply();

      expect(conflicts()).toBeGreaterThan(0);
    });

    it("fails with it when it is changed", async () => {
      describeEveryTrigger("changed");
      removeTriggerOrder(root, environment);
      const { exitCode, output } = await terraform.run("apply", ...quick);

      expect(exitCode).toBe(1);
      expect(output).toContain("ConcurrentModificationException");
      expect(conflicts()).toBeGreaterThan(0);
    });

    it("fails with it when it is destroyed", async () => {
      const { exitCode, output } = await terraform.run("destroy", ...quick);

      expect(exitCode).toBe(1);
      expect(output).toContain("ConcurrentModificationException");
      expect(conflicts()).toBeGreaterThan(0);
    });
  });
});

function rename(workflow: Workflow | undefined, from: string, to: string): void {
  const trigger = take(workflow, from);
  Object.assign(workflow?.triggers ?? {}, { [to]: trigger });
}

/** Takes a trigger out of a workflow of the fixture. */
function take(workflow: Workflow | undefined, key: string): Record<string, unknown> {
  const trigger = workflow?.triggers[key];
  if (!workflow || !trigger) throw new Error(`the fixture has no trigger ${key} any more`);
  Reflect.deleteProperty(workflow.triggers, key);
  return trigger;
}
