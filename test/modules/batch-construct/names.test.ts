import * as fc from "fast-check";
import { minimal } from "../../config/support";
import type { TerraformJson } from "../module-app";
import { batchRepository, synthesizeBatch } from "./support";

/** What AWS takes for names, by resource type and argument. */
const rules: Readonly<Record<string, Readonly<Record<string, RegExp>>>> = {
  // IAM: 64 characters, of which Terraform appends 26 to a prefix.
  aws_iam_role: { name: /^[\w+=,.@-]{1,64}$/, name_prefix: /^[\w+=,.@-]{1,38}$/ },
  aws_iam_instance_profile: { name_prefix: /^[\w+=,.@-]{1,38}$/ },
  aws_iam_policy: { name: /^[\w+=,.@-]{1,128}$/ },
  aws_iam_role_policy: { name: /^[\w+=,.@-]{1,128}$/ },
  aws_s3_bucket: { bucket: /^(?!xn--)(?!.*-s3alias$)[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/ },
  aws_dynamodb_table: { name: /^[\w.-]{3,255}$/ },
  aws_ecr_repository: { name: /^(?=.{2,256}$)([a-z0-9]+([._-][a-z0-9]+)*\/)*[a-z0-9]+([._-][a-z0-9]+)*$/ },
  // AWS Batch: 128 characters, of which Terraform appends 26 to a prefix.
  aws_batch_compute_environment: { compute_environment_name_prefix: /^[A-Za-z0-9][\w-]{0,101}$/ },
  aws_batch_job_queue: { name: /^[A-Za-z0-9][\w-]{0,127}$/ },
  aws_batch_job_definition: { name: /^[A-Za-z0-9][\w-]{0,127}$/ },
  aws_glue_job: { name: /^[\w .-]{1,255}$/ },
  aws_sfn_state_machine: { name: /^[\w-]{1,80}$/ },
  aws_ssm_parameter: { name: /^\/(?!(aws|ssm)\b)[\w./-]{1,1010}$/i },
  aws_cloudwatch_log_group: { name: /^[\w./#-]{1,512}$/ },
  aws_security_group: { name_prefix: /^(?!sg-)[\w .:/()#,@[\]+=&;{}!$*-]{1,229}$/ },
};

/** Two parts of a prefix that, with the shortest region, has 20 characters at most. */
const parts = fc
  .tuple(fc.stringMatching(/^[a-z0-9]{1,6}(-[a-z0-9]{1,3})?$/), fc.stringMatching(/^[a-z0-9]{1,4}$/))
  .filter(([useCase, env]) => `${useCase}-${env}-euwest1`.length <= 20);

function broken(module: TerraformJson): string[] {
  return Object.entries(rules).flatMap(([type, named]) =>
    Object.entries(module.resource?.[type] ?? {}).flatMap(([id, values]) =>
      Object.entries(named)
        .filter(([argument]) => values[argument] !== undefined)
        .filter(([argument, rule]) => !rule.test(String(values[argument])))
        .map(([argument]) => `${type}.${id}: ${argument} = ${String(values[argument])}`),
    ),
  );
}

test("every name is one that AWS takes, whatever use case and environment are called", () => {
  fc.assert(
    fc.property(parts, ([use_case_name, env]) => {
      const { training, trainingConstruct, inferencing, inferencingConstruct } = synthesizeBatch(
        batchRepository({ settings: { ...minimal, use_case_name, env } }),
      );

      expect([training, trainingConstruct, inferencing, inferencingConstruct].flatMap(broken)).toEqual([]);
    }),
    { numRuns: 8 },
  );
});

test("a prefix of 20 characters uses up what IAM takes as a prefix of a role's name", () => {
  const settings = { ...minimal, use_case_name: "abcdefg", env: "prod", region: "eu-west-1" };

  const { inferencingConstruct } = synthesizeBatch(batchRepository({ settings }));

  const prefix = String(inferencingConstruct.resource?.aws_iam_role?.instance?.name_prefix);
  expect(prefix).toBe("abcdefg-prod-euwest1-dapf-inferencing-");
  expect(prefix).toHaveLength(38);
});
