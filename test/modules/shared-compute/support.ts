import { parseCompute } from "../../../config/compute";
import { HIDDEN_ID } from "../../../modules/framework/readable-stack";
import { TerraformModule } from "../../../modules/framework/terraform-module";
import { SharedCompute, type SharedComputeProps } from "../../../modules/shared-compute";
import { changed, context, noFolders } from "../../config/compute/fixture";
import type { Changes } from "../../config/training-queues/fixture";
import { synthesize, testApp, TestRoot, type TerraformJson } from "../module-app";

export const network = { subnetIds: ["subnet-own"], securityGroupIds: ["sg-own"] };

/** @returns the Terraform of the module for the fixture with changes */
export function synthesizeCompute(changes: Changes = {}, props: Partial<SharedComputeProps> = {}): TerraformJson {
  const declarations = parseCompute({ file: "compute.json", value: changed(changes) }, context, noFolders);
  const app = testApp();
  const root = new TestRoot(app);
  new SharedCompute(new TerraformModule(root, "shared_compute"), HIDDEN_ID, { declarations, network, ...props });
  const module = synthesize(app)["modules/shared_compute/main.tf.json"];
  if (module === undefined) throw new Error("the module was not written");
  return module;
}

/** @returns the arguments of a resource */
export function resource(module: TerraformJson, address: string): Record<string, unknown> {
  const [type = "", name = ""] = address.split(".");
  const found = module.resource?.[type]?.[name];
  if (found === undefined) {
    throw new Error(`no ${address}; there are ${Object.keys(module.resource?.[type] ?? {}).join(", ")}`);
  }
  return found;
}

/** @returns what a resource is to be by Cloud Control; references stand in it as `${...}` */
export function desired(module: TerraformJson, name: string): Record<string, unknown> {
  const text = String(resource(module, `aws_cloudcontrolapi_resource.${name}`).desired_state);
  return JSON.parse(text) as Record<string, unknown>; // Cast: a resource's state is an object.
}
