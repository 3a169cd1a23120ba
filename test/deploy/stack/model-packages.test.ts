import * as path from "node:path";
import { strToU8, zipSync } from "fflate";
import { applyEnvironment, ModelPackagesError, NotApprovedError, StalePlanError } from "../../../deploy";
import { FakeAws } from "../../cli/fake-aws";
import { approved, namesOf, oneCreation, planWith, projects } from "../command-support";
import { temporaryFolder, write } from "../folders";
import { planned } from "../stream";

const LIST = "SageMaker.ListModelPackages";
const DELETE = "SageMaker.DeleteModelPackage";
const GROUP = "churn-dev-mpg";
const ARN = `arn:aws:sagemaker:eu-west-1:123456789012:model-package-group/${GROUP}`;

const fresh = projects();
const aws = new FakeAws();
let variables: NodeJS.ProcessEnv;
beforeAll(async () => void (variables = await aws.listen()));
afterAll(() => aws.close());
beforeEach(() => aws.clear());

const address = "module.batch_training.aws_sagemaker_model_package_group.models";
const stateOf = (serial: number) => JSON.stringify({ version: 4, serial, lineage: "a1" });
/** As Terraform has it: an archive with the state that was planned on. */
const planFile = path.join(temporaryFolder(), "plan.tfplan");
write(planFile, Buffer.from(zipSync({ tfplan: strToU8("..."), tfstate: strToU8(stateOf(7)) })));
const state = { lines: [stateOf(7)] };
const deletion = { ...planWith(planned(address, "delete")), planFile };
const entry = (at: string, actions: string[], before: object) => ({
  address: at,
  type: at.split(".").at(-2),
  change: { actions, before, after: null, after_unknown: {} },
});
const shown = (...actions: string[]) => ({
  lines: [
    JSON.stringify({
      resource_changes: [
        entry("aws_sns_topic.topic", ["delete"], { name: "topic" }),
        entry(address, actions, { model_package_group_name: GROUP, arn: ARN }),
      ],
    }),
  ],
});
const done = { exitCode: 0 };

/** A destroy of a project of which a fake Terraform says what it would do. */
function destroy(script: Parameters<ReturnType<typeof fresh>["terraform"]["script"]>[0], more: object = {}) {
  const { options, terraform, events } = fresh();
  terraform.script(script);
  const all = options();
  const result = applyEnvironment({
    ...all,
    ...approved,
    destroy: true,
    allowDestroy: [address],
    variables: { ...all.variables, ...variables },
    ...more,
  });
  return { result, terraform, events };
}

/** @param numbers of the packages on each page */
function packages(...pages: number[][]): void {
  const arn = (number: number) => ({ ModelPackageArn: `arn:package/${number}` });
  aws.on(LIST, ({ NextToken = "0" }) => {
    const page = Number(NextToken);
    const more = page + 1 < pages.length ? { NextToken: String(page + 1) } : {};
    return { ModelPackageSummaryList: (pages[page] ?? []).map(arn), ...more };
  });
}

describe("the models of a model package group", () => {
  it("are deleted before the group, on all pages", async () => {
    packages([1, 2], [3]);
    aws.on(DELETE, () => ({}));
    const { result, terraform, events } = destroy({ plan: deletion, show: shown("delete"), state, apply: done });
    await result;

    expect(aws.called(LIST)[0]).toEqual({ ModelPackageGroupName: GROUP });
    expect(aws.called(DELETE).map(({ ModelPackageName }) => ModelPackageName)).toEqual([
      "arn:package/1",
      "arn:package/2",
      "arn:package/3",
    ]);
    expect(events).toContainEqual({ type: "model-packages-deleted", group: GROUP, count: 3 });
    expect(namesOf(terraform.calls()).slice(-2)).toEqual(["show", "apply"]);
  });

  it("are deleted, too, when the group is made anew", async () => {
    packages([1]);
    aws.on(DELETE, () => ({}));
    const script = {
      plan: { ...planWith(planned(address, "replace")), planFile },
      show: shown("delete", "create"),
      state,
      apply: done,
    };
    await destroy(script, { destroy: false }).result;

    expect(aws.called(DELETE)).toHaveLength(1);
  });

  it("stay when the group stays, and nobody asks SageMaker", async () => {
    await destroy({ plan: oneCreation, apply: done }).result;
    await destroy({ plan: planWith(planned(address, "update")), show: shown("update"), apply: done }).result;

    expect(aws.calls).toEqual([]);
  });

  it("stay without consent", async () => {
    packages([1]);
    const { result } = destroy({ plan: deletion, show: shown("delete") }, { approve: () => Promise.resolve(false) });

    await expect(result).rejects.toBeInstanceOf(NotApprovedError);
    expect(aws.called(DELETE)).toEqual([]);
  });

  it("stay when somebody has changed the state since the plan was made, which Terraform would refuse", async () => {
    packages([1]);
    const { result, terraform } = destroy({ plan: deletion, show: shown("delete"), state: { lines: [stateOf(8)] } });

    await expect(result).rejects.toBeInstanceOf(StalePlanError);
    expect(aws.calls).toEqual([]);
    expect(namesOf(terraform.calls())).not.toContain("apply");
  });

  it("may be gone already", async () => {
    packages([1, 2]);
    aws.fail(DELETE, {
      status: 400,
      code: "ValidationException",
      message: "ModelPackage arn:package/1 does not exist.",
    });
    aws.on(DELETE, () => ({}));
    const { result, terraform } = destroy({ plan: deletion, show: shown("delete"), state, apply: done });
    await result;

    expect(aws.called(DELETE)).toHaveLength(2);
    expect(namesOf(terraform.calls())).toContain("apply");
  });

  it("keep the plan from being applied when SageMaker does not delete them", async () => {
    packages([1]);
    aws.fail(DELETE, { status: 400, code: "AccessDeniedException", message: "not authorized" });
    const { result, terraform } = destroy({ plan: deletion, show: shown("delete"), state, apply: done });

    await expect(result).rejects.toBeInstanceOf(ModelPackagesError);
    await expect(result).rejects.toMatchObject({ group: GROUP, reason: expect.stringContaining("not authorized") });
    expect(namesOf(terraform.calls())).not.toContain("apply");
  });
});
