import { layOutTeamRepository } from "../../support/hcl-project";
import { describeReferenceData } from "../../support/reference-data";
import { resolve } from "../analytics-etl/resolve";
import { synthesizeMonitoring } from "./support";

type Values = Readonly<Record<string, unknown>>;

interface StateResource {
  readonly mode: string;
  readonly module?: string;
  readonly type: string;
  readonly name: string;
  readonly instances: { readonly index_key?: string | number; readonly attributes: Values }[];
}

/** Arguments that replace a live resource when they change, provider 5.100.0; for jobs all that they run with. */
const compared: Readonly<Record<string, readonly string[]>> = {
  aws_cloudwatch_event_rule: ["name", "event_bus_name", "event_pattern"],
  aws_cloudwatch_event_target: ["rule", "event_bus_name"],
  aws_cloudwatch_log_group: ["name"],
  aws_glue_job: [
    "name",
    "command",
    "default_arguments",
    "glue_version",
    "max_retries",
    "number_of_workers",
    "timeout",
    "worker_type",
  ],
  aws_iam_policy: ["name", "description", "path"],
  aws_iam_role: ["name", "path", "force_detach_policies"],
  aws_iam_role_policy_attachment: ["role"],
  aws_lambda_function: ["function_name", "package_type", "memory_size", "publish"],
  aws_lambda_permission: ["action", "function_name", "principal", "statement_id"],
  aws_s3_object: ["bucket", "key"],
  aws_ssm_parameter: ["name", "type"],
};

/** AWS's broad policies, which the policy of the monitoring jobs takes the place of. */
const retired = [1, 2, 3, 4, 5].map(
  (index) => `module.monitoring[0].module.glue_job_role.aws_iam_role_policy_attachment.custom[${index}]`,
);

/** What the provider says when an argument is left out. */
const defaults: Values = { event_bus_name: "default", force_detach_policies: false, path: "/", description: "" };

/** Ids and ARNs are for the provider to say; none of the compared arguments has one. */
const known = new Proxy<Record<string, string>>(
  {},
  { get: (_, reference) => (/\.(arn|id)$/.test(String(reference)) ? `<${String(reference)}>` : undefined) },
);

describeReferenceData("events, model approval and monitoring of the HCL", (data) => {
  // The shape of a Terraform state is known.
  const state = JSON.parse(data.state()) as { resources: StateResource[] };
  const theirs = state.resources
    .filter(({ mode }) => mode === "managed")
    .flatMap(({ module = "", type, name, instances }) =>
      instances.map(({ index_key: key, attributes }) => ({
        address: `${module}.${type}.${name}${key === undefined ? "" : `[${JSON.stringify(key)}]`}`,
        type,
        attributes,
      })),
    )
    .filter(
      ({ address }) =>
        /^module\.(monitoring|batch_training\.module\.lambda)\b/.test(address) ||
        /^module\.batch_training\.aws_(cloudwatch_event|ssm_parameter)/.test(address),
    );

  const { files } = synthesizeMonitoring(layOutTeamRepository(data), data.environment);
  const moves = new Map((files["cdk.tf.json"]?.moved ?? []).map(({ from, to }) => [from, to]));
  const ourValues = (address: string, names: readonly string[]): Values => {
    const [, module = "", type = "", name = ""] = /^module\.(\w+)\.(\w+)\.(\w+)$/.exec(moves.get(address) ?? "") ?? [];
    const folder = `modules/${module}/`;
    const element = files[`${folder}main.tf.json`]?.resource?.[type]?.[name];
    if (element === undefined) throw new Error(`${address} has no successor`);
    return Object.fromEntries(names.map((key) => [key, resolve(files, folder, element[key], known)]));
  };

  it("are all looked at", () => {
    expect(theirs).toHaveLength(44);
    expect(theirs.map(({ address }) => address)).toEqual(expect.arrayContaining(retired));
  });

  it.each(theirs.filter(({ address }) => !retired.includes(address)))(
    "$address keeps what cannot change without a replacement",
    ({ address, type, attributes }) => {
      const names = compared[type] ?? [];
      const pick = (values: Values) => Object.fromEntries(names.map((name) => [name, normal(name, values[name])]));

      expect(names).not.toEqual([]);
      expect(pick(ourValues(address, names))).toEqual(pick(attributes));
    },
  );
});

function normal(name: string, value: unknown): unknown {
  if (value === undefined || value === null) return defaults[name];
  if (name === "event_pattern") return sorted(JSON.parse(String(value)));
  if (name === "command") {
    const block: unknown = Array.isArray(value) ? value[0] : value;
    return Object.fromEntries(Object.entries(block as object).filter(([, item]) => item !== ""));
  }
  if (name !== "default_arguments") return value;
  // The HCL names those of a team's shared modules that its own jobs import; dapf names all that are there.
  return Object.fromEntries(Object.entries(value as object).filter(([argument]) => argument !== "--extra-py-files"));
}

function sorted(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  );
}
