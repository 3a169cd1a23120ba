import { batchRepository, resource, synthesizeBatch } from "../batch-construct/support";
import { MissingInputError } from "../../../modules/batch-construct/orchestrator/input-keys";
import type { StateMachine } from "../../../modules/batch-construct/orchestrator/states";
import { contexts } from "./support";

const batch = synthesizeBatch(batchRepository());
const modules = { training: batch.trainingConstruct, inferencing: batch.inferencingConstruct };
const constructs = { training: batch.root.training.construct, inferencing: batch.root.inferencing.construct };

interface PolicyStatement {
  readonly Sid: string;
  readonly Action: readonly string[];
  readonly Resource?: readonly string[];
  readonly Condition?: object;
}

/** The statements of a policy document in the arguments of a resource. */
function statements(document: unknown): readonly PolicyStatement[] {
  // Synthesis wrote the document; the tests look at its parts.
  return (JSON.parse(String(document)) as { Statement: readonly PolicyStatement[] }).Statement;
}

describe.each(contexts)("the orchestrator of %s", (context) => {
  const module = modules[context];
  const name = `${constructs[context].orchestrator.name}`;
  const policy = (id: string) => resource(module, "aws_iam_policy", `orchestrator_${id}`);

  test("is a standard state machine that logs everything and is not traced", () => {
    expect(name).toMatch(new RegExp(`-modelops-${context}-orchestrator$`));
    expect(resource(module, "aws_sfn_state_machine", "orchestrator_state_machine")).toMatchObject({
      name,
      type: "STANDARD",
      logging_configuration: {
        level: "ALL",
        include_execution_data: true,
        log_destination: "${aws_cloudwatch_log_group.orchestrator_log_group.arn}:*",
      },
      tracing_configuration: { enabled: false },
    });
  });

  test("names its jobs, parameters and role through the resources themselves", () => {
    const definition = String(resource(module, "aws_sfn_state_machine", "orchestrator_state_machine").definition);
    const jobs = [
      "gatekeeper",
      "submit_awsbatch_statetable",
      "job_awsbatch_status_check",
      "evaluation",
      "clean_up_job",
    ];
    const parameters = [`live_${context}_batch_job_definition`, "ecr_preprocessing", `${context}_complete_status`];

    for (const job of jobs) expect(definition).toContain(`"JobName":"\${aws_glue_job.${job}.name}"`);
    for (const parameter of parameters) {
      expect(definition).toContain(`"Name":"\${aws_ssm_parameter.${parameter}.name}"`);
    }
    expect(definition).toContain('"RoleArn":"${aws_iam_role.processing.arn}"');
  });

  test("starts, reads and takes nothing but resources that are there", () => {
    const definition = String(resource(module, "aws_sfn_state_machine", "orchestrator_state_machine").definition);
    const machine = JSON.parse(definition) as StateMachine; // Cast: synthesis wrote it.
    const tasks = Object.values(machine.States).flatMap((state) => (state.Type === "Task" ? [state.Parameters] : []));
    const named = tasks.flatMap(({ JobName, Name, RoleArn }) => [JobName, Name, RoleArn]);
    const literal = named.filter((name) => name !== undefined && !/^\$\{aws_\w+\.\w+\.\w+\}$/.test(String(name)));
    const references = [...definition.matchAll(/\$\{(aws_\w+)\.(\w+)\./g)];
    const missing = references.filter(([, type = "", id = ""]) => module.resource?.[type]?.[id] === undefined);
    const variables = [...definition.matchAll(/\$\{var\.([\w-]+)\}/g)].map(([, variable = ""]) => variable);

    expect(references.length).toBeGreaterThan(8);
    expect(literal).toEqual([]);
    expect(missing.map(([text]) => text)).toEqual([]);
    expect(Object.keys(module.variable ?? {})).toEqual(expect.arrayContaining(variables));
  });

  test("is created after its permissions, because AWS tries them out", () => {
    expect(resource(module, "aws_sfn_state_machine", "orchestrator_state_machine").depends_on).toEqual(
      ["steps", "glue", "logs"].map((id) => `aws_iam_policy_attachment.orchestrator_${id}_policy_attachment`),
    );
  });

  test("logs into an encrypted group whose name AWS Step Functions can always deliver to", () => {
    const group = resource(module, "aws_cloudwatch_log_group", "orchestrator_log_group");

    expect(group.name).toBe(`/aws/vendedlogs/states/${name}`);
    expect(group.kms_key_id).toBeDefined();
  });

  test("has a role that nothing but this state machine may take", () => {
    const role = resource(module, "aws_iam_role", "orchestrator_role");
    const [trust] = statements(role.assume_role_policy);

    expect(role.name).toBe(name);
    expect(trust).toMatchObject({
      Principal: { Service: "states.amazonaws.com" },
      Condition: { ArnEquals: { "aws:SourceArn": expect.stringMatching(new RegExp(`:stateMachine:${name}$`)) } },
    });
  });

  test("has policies and attachments of the HCL's names", () => {
    const names = ["steps_policy", "glue_policy", "logs_policy"].map((id) => policy(id).name);

    expect(names).toEqual([name, `${name}-glue_Sync`, `${name}-logs`]);
    expect(
      ["steps_policy", "glue_policy", "logs_policy"].map(
        (id) => resource(module, "aws_iam_policy_attachment", `orchestrator_${id}_attachment`).name,
      ),
    ).toEqual(names);
  });

  test("may start its own five jobs and no others", () => {
    const [glue] = statements(policy("glue_policy").policy);

    expect(glue?.Resource).toEqual(
      ["gatekeeper", "submit_awsbatch_statetable", "job_awsbatch_status_check", "evaluation", "clean_up_job"].map(
        (job) => `\${aws_glue_job.${job}.arn}`,
      ),
    );
  });

  test("names a resource in every statement of its steps, and no action by a pattern", () => {
    for (const { Action, Resource } of statements(policy("steps_policy").policy)) {
      expect(Resource).not.toContain("*");
      expect(Action.filter((action) => action.includes("*"))).toEqual([]);
    }
  });

  test("passes its processing role to SageMaker only", () => {
    const pass = statements(policy("steps_policy").policy).filter(({ Action }) => Action.includes("iam:PassRole"));

    expect(pass).toEqual([
      expect.objectContaining({
        Resource: ["${aws_iam_role.processing.arn}"],
        Condition: { StringEquals: { "iam:PassedToService": "sagemaker.amazonaws.com" } },
      }),
    ]);
  });

  test("may read the parameters that its steps read and no others", () => {
    const read = statements(policy("steps_policy").policy).find(({ Sid }) => Sid === "Parameters");

    expect(read?.Resource).toEqual(
      [`live_${context}_batch_job_definition`, "ecr_preprocessing", `${context}_complete_status`].map(
        (parameter) => `\${aws_ssm_parameter.${parameter}.arn}`,
      ),
    );
  });

  test("may run processing jobs under the names that its definition gives them", () => {
    const jobs = statements(policy("steps_policy").policy).find(({ Sid }) => Sid === "ProcessingJobs");
    const definition = String(resource(module, "aws_sfn_state_machine", "orchestrator_state_machine").definition);
    const prefix = /States\.Format\('(.*?)-\{\}', States\.UUID\(\)\)/.exec(definition)?.[1];

    expect(jobs?.Resource).toEqual([expect.stringMatching(new RegExp(`:processing-job/${prefix}-\\*$`))]);
  });

  test("refuses an input map that lacks a key that a state reads", () => {
    expect(() => constructs[context].orchestrator.checkInput({ region: "eu-west-1" })).toThrow(MissingInputError);
  });
});

test("a gatekeeper of inferencing knows the mapping file of training", () => {
  const definition = String(
    resource(batch.inferencingConstruct, "aws_sfn_state_machine", "orchestrator_state_machine").definition,
  );

  expect(definition).toMatch(
    /"--mapping_json_S3_inference_path":"s3:\/\/\$\{var\.[^}]+\}\/mapping_json\/mapping_json\.json"/,
  );
});
