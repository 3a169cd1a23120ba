/** No member of a request that a file may have is lost on the way to Terraform. */
import { computeEnvironment } from "../../../aws/batch/requests/compute-environment";
import { consumableResource } from "../../../aws/batch/requests/consumable-resource";
import { jobDefinition } from "../../../aws/batch/requests/job-definition";
import { jobQueue } from "../../../aws/batch/requests/job-queue";
import { schedulingPolicy } from "../../../aws/batch/requests/scheduling-policy";
import { fromCloudFormation } from "../../../aws/fields/cloud-formation";
import type { AnyField, Rows } from "../../../aws/fields/field";
import type { ComputeEnvironmentDeclaration, JobQueueDeclaration } from "../../../config/compute";
import { ConfigError } from "../../../config/errors";
import { SchedulingPolicy } from "../../../modules/batch-resources/scheduling-policy";
import { HIDDEN_ID } from "../../../modules/framework/readable-stack";
import { TerraformModule } from "../../../modules/framework/terraform-module";
import { makeComputeEnvironment } from "../../../modules/shared-compute/compute-environment";
import { beyondProvider } from "../../../modules/shared-compute/compute-environment-members";
import { ConsumableResource } from "../../../modules/shared-compute/consumable-resource";
import { StandardDefinition } from "../../../modules/shared-compute/job-definition";
import { ContainerQueue } from "../../../modules/shared-compute/job-queue";
import { KeptDefinition } from "../../../modules/shared-compute/kept-definition";
import { Construct } from "constructs";
import { synthesize, testApp, TestRoot, type TerraformJson } from "../module-app";
import { desired, resource } from "./support";

let count = 0;
/** A value that stands nowhere else. */
function value(field: AnyField): unknown {
  count += 1;
  switch (field.kind) {
    case "text":
    case "choice":
      return `value-${count}-`;
    case "number":
      return 1_000_000 + count;
    case "flag":
      return true;
    case "map":
      return { [`Key ${count}`]: `value-${count}-` };
    case "list":
      return [value(field.item)];
    case "object":
      return everything(field.rows);
  }
}
const everything = (rows: Rows): Record<string, unknown> =>
  Object.fromEntries(Object.entries(rows).map(([name, field]) => [name, value(field)]));

/** The paths of all members that have no members. */
function leaves(rows: Rows, path: readonly string[] = []): string[][] {
  return Object.entries(rows).flatMap(([name, field]) => {
    const item = field.kind === "list" ? field.item : field;
    return item.kind === "object" ? leaves(item.rows, [...path, name]) : [[...path, name]];
  });
}

/** A request with one member, and what it takes to be one. */
function requestWith(rows: Rows, [name = "", ...rest]: readonly string[]): Record<string, unknown> {
  const field = rows[name];
  if (field === undefined) throw new Error(`there is no ${name}`);
  const item = field.kind === "list" ? field.item : field;
  if (rest.length === 0 || item.kind !== "object") return { [name]: value(field) };
  const inner = requestWith(item.rows, rest);
  return { [name]: field.kind === "list" ? [inner] : inner };
}

/** The texts and numbers of a request, as Terraform's file has them. */
function marks(request: unknown): string[] {
  if (typeof request === "string") return [request];
  if (typeof request === "number") return [String(request)];
  if (typeof request !== "object" || request === null) return [];
  return Object.entries(request).flatMap(([key, one]) => [...(/^Key /.test(key) ? [key] : []), ...marks(one)]);
}

function synthesized(make: (scope: Construct) => void): TerraformJson {
  const app = testApp();
  make(new Construct(new TerraformModule(new TestRoot(app), "shared_compute"), HIDDEN_ID));
  return synthesize(app)["modules/shared_compute/main.tf.json"] ?? {};
}

describe("a compute environment", () => {
  // Which no file may say: see config/compute/shapes.ts. The network and the roles come beside the request.
  const others =
    /^(eksConfiguration|computeResources\.(managedInstancesProvider|capacityTags)|computeResources\.(subnets|securityGroupIds|instanceRole|spotIamFleetRole)|serviceRole|tags)\b/;
  const members = leaves(computeEnvironment.rows).filter((path) => !others.test(path.join(".")));
  const least = {
    computeEnvironmentName: "name",
    type: "MANAGED",
    computeResources: { type: "EC2", maxvCpus: 1 },
  };
  const requests = members.map((path) => {
    const request = requestWith(computeEnvironment.rows, path);
    return {
      path,
      request: {
        ...least,
        ...request,
        computeResources: { ...least.computeResources, ...Object(request.computeResources) },
      },
    };
  });
  const module = synthesized((scope) => {
    for (const { path, request } of requests) {
      // Cast: what is compared is where the values go, whatever they are.
      const declaration = {
        key: "ONE",
        name: "name",
        kind: "EC2",
        request,
      } as unknown as ComputeEnvironmentDeclaration;
      makeComputeEnvironment(scope, path.join("_"), {
        declaration,
        placed: { subnets: ["subnet-1"], securityGroupIds: ["sg-1"] },
        roles: { instance: undefined, service: undefined, spotFleet: undefined },
        dependsOn: [],
        tags: {},
      });
    }
  });

  it.each(requests.map((one) => [one.path.join("."), one] as const))("says %s", (_, { path, request }) => {
    // Cast: as above.
    const isNative = beyondProvider(request as unknown as ComputeEnvironmentDeclaration["request"]).length === 0;
    const type = isNative ? "aws_batch_compute_environment" : "aws_cloudcontrolapi_resource";
    const written = JSON.stringify(resource(module, `${type}.${path.join("_")}`));
    expect(marks(request).filter((mark) => !written.includes(mark))).toEqual([]);
  });

  it("goes through Cloud Control only for what the provider does not have", () => {
    const beyond = requests.filter(({ request }) => {
      return beyondProvider(request as unknown as ComputeEnvironmentDeclaration["request"]).length > 0; // Cast: as above.
    });
    expect(beyond.map(({ path }) => path.join("."))).toEqual([
      "unmanagedvCpus",
      "context",
      "ecsSettings.containerInsights",
      "computeResources.launchTemplate.userdataType",
      "computeResources.launchTemplate.overrides.launchTemplateId",
      "computeResources.launchTemplate.overrides.launchTemplateName",
      "computeResources.launchTemplate.overrides.version",
      "computeResources.launchTemplate.overrides.userdataType",
      "computeResources.launchTemplate.overrides.targetInstanceTypes",
      "computeResources.ec2Configuration.batchImageStatus",
      "computeResources.ec2Configuration.imageKubernetesVersion",
      "computeResources.scalingPolicy.minScaleDownDelayMinutes",
    ]);
  });
});

describe("a queue", () => {
  it("says all that it may say but its type, which its environments have", () => {
    const request = everything(jobQueue.rows);
    const module = synthesized((scope) => {
      // Cast: what is compared is where the values go, whatever they are.
      const declaration = { key: "ONE", request, scheduling: "FIFO", kind: "EC2" } as unknown as JobQueueDeclaration;
      new ContainerQueue(scope, "one", {
        declaration,
        file: "compute.json",
        environmentArns: ["arn:environment"],
        schedulingPolicyArn: "arn:policy",
        tags: {},
      });
    });
    const written = JSON.stringify(resource(module, "aws_batch_job_queue.one"));
    const given = ["serviceEnvironmentOrder", "jobQueueType", "schedulingPolicyArn"];
    const said = Object.fromEntries(Object.entries(request).filter(([member]) => !given.includes(member)));
    const elsewhere = marks(request.computeEnvironmentOrder).filter((mark) => mark.startsWith("value-"));
    expect(marks(said).filter((mark) => !written.includes(mark))).toEqual(elsewhere);
    expect(written).toMatch(/arn:environment.*arn:policy|arn:policy.*arn:environment/);
  });

  it("cannot have a type that nothing shows to be right", () => {
    expect(() =>
      synthesized((scope) => {
        const request = { ...everything(jobQueue.rows) };
        // Cast: as above.
        const declaration = { key: "ONE", request, scheduling: "FIFO" } as unknown as JobQueueDeclaration;
        const others = { environmentArns: [], schedulingPolicyArn: undefined, tags: {} };
        new ContainerQueue(scope, "one", { declaration, file: "compute.json", ...others });
      }),
    ).toThrow("JobQueues.ONE_QUEUE_CREATE_REQUEST.jobQueueType");
  });
});

describe("what goes through Cloud Control", () => {
  it.each<[string, Rows, (scope: Construct, request: never) => void]>([
    [
      "a definition",
      jobDefinition.rows,
      (scope, request) => new StandardDefinition(scope, "one", { request, tags: {} }),
    ],
    [
      "a consumable resource",
      consumableResource.rows,
      (scope, request) => new ConsumableResource(scope, "one", { request, tags: {} }),
    ],
    [
      "a scheduling policy",
      schedulingPolicy.rows,
      (scope, request) => new SchedulingPolicy(scope, "one", { request, tags: {} }),
    ],
  ])("is all that %s may say", (_, rows, make) => {
    const request = everything(rows);
    const module = synthesized((scope) => make(scope, request as never)); // Cast: as above.
    expect(fromCloudFormation(rows, desired(module, "one"))).toEqual(request);
  });
});

describe("a definition whose revisions stay", () => {
  const beyond =
    /\b(eksProperties|consumableResourceProperties|networkMode|s3filesVolumeConfiguration|startTimeout|stopTimeout)\b/;
  const members = leaves(jobDefinition.rows);
  const isBeyond = (path: readonly string[]) => beyond.test(path.join(".")) || /nodeR.*ecs/.test(path.join("."));
  const make = (path: readonly string[]) => {
    const request = requestWith(jobDefinition.rows, path);
    const module = synthesized((scope) => {
      new KeptDefinition(scope, "one", { request: request as never, tags: {}, file: "compute.json" }); // Cast: as above.
    });
    const written = JSON.stringify(resource(module, "aws_batch_job_definition.one"));
    return { written, lost: marks(request).filter((mark) => !written.includes(mark)) };
  };

  it("says all that the provider knows, and keeps the revisions before", () => {
    const known = members.filter((path) => !isBeyond(path));
    expect(known.length).toBeGreaterThan(100);
    for (const path of known.filter((_, index) => index % 5 === 0)) {
      const { written, lost } = make(path);
      expect([path.join("."), lost]).toEqual([path.join("."), []]);
      expect(written).toContain('"deregister_on_new_revision":false');
    }
  });

  it.each(["consumableResourceProperties", "s3filesVolumeConfiguration"])(
    "cannot say what the provider does not know: %s",
    (name) => {
      const path = members.find((one) => one.includes(name)) ?? [];
      expect(() => make(path)).toThrow(ConfigError);
      expect(() => make(path)).toThrow(`cannot say ${name} while compute.keep_revisions is true`);
    },
  );
});
