import { parseEnvironment } from "../../../config/loader";
import { ForeignStateError, StateTooNewError } from "../../../deploy";
import { parseState } from "../../../deploy/adoption/state";
import { checkOwner, checkWriter } from "../../../deploy/adoption/state-owner";
import { bucket, type Instance, stateText } from "./state-text";

const environment = parseEnvironment(
  { root: "/nowhere", name: "pl", file: "environments/pl.ts" },
  {
    use_case_name: "jenkins",
    env: "pl",
    region: "ap-south-1",
    repo_url: "https://example.com/repo",
    account_number: "111111111111",
    mapping_json_path: "mapping.json",
    inferencing: { batch_vpc: { vpc_id: "vpc-0123456789abcdef0", subnet_ids: ["subnet-0123456789abcdef0"] } },
    analytics_etl: { expected_dq_job_count: 1 },
  },
);

const stateOf = (instances: readonly Instance[], more = {}) => parseState("old.tfstate", stateText(instances, more));

function failureOf(check: () => void): unknown {
  try {
    check();
    return undefined;
  } catch (error) {
    return error;
  }
}

const owned = (instances: readonly Instance[]) => failureOf(() => checkOwner(environment, stateOf(instances)));

function table(account: string, name = "jenkins-pl-apsouth1-training-input-table"): Instance {
  const arn = `arn:aws:dynamodb:ap-south-1:${account}:table/${name}`;
  return { type: "aws_dynamodb_table", name: "this", attributes: { name, arn } };
}

describe("a state belongs to an environment", () => {
  test("whose prefix and account its resources have", () => {
    expect(owned([table("111111111111")])).toBeUndefined();
  });

  test("also when some of its ARNs are of other accounts", () => {
    const foreign = table("222222222222", "shared");
    expect(owned([foreign, table("111111111111"), table("111111111111")])).toBeUndefined();
  });

  test.each(["/jenkins-pl-apsouth1-dapf-ssm/x", "jenkins-pl-apsouth1/training-job/x"])(
    "when a name begins with its prefix as in %s",
    (name) => {
      expect(owned([table("111111111111", name)])).toBeUndefined();
    },
  );
});

describe("a state does not belong to an environment", () => {
  test("when its names begin with another prefix, which is told", () => {
    const error = owned([bucket("jenkins-dev-apsouth1-analytics-etl")]);
    expect(error).toBeInstanceOf(ForeignStateError);
    expect(error).toMatchObject({ what: "prefix", found: "jenkins-dev-apsouth1", expected: "jenkins-pl-apsouth1" });
  });

  test("when its prefix only begins like that of the environment", () => {
    expect(owned([bucket("jenkins-pl-apsouth12-analytics-etl")])).toBeInstanceOf(ForeignStateError);
  });

  test("when it is of no platform at all", () => {
    expect(owned([bucket("website")])).toMatchObject({ what: "prefix", found: undefined });
  });

  test("when most of its ARNs are of another account, which is told", () => {
    const error = owned([table("222222222222"), table("222222222222"), table("111111111111")]);
    expect(error).toMatchObject({ what: "account", found: "222222222222", expected: "111111111111" });
  });
});

describe("a state can be read", () => {
  const written = (version: string) => stateOf([bucket("one")], { terraform_version: version });

  test.each(["1.11.9", "1.10.0", "0.13.5"])("by Terraform 1.11.4 when %s has written it", (version) => {
    expect(failureOf(() => checkWriter(written(version), "1.11.4"))).toBeUndefined();
  });

  test.each(["1.12.0", "2.0.0"])("not by Terraform 1.11.4 when %s has written it", (version) => {
    const error = failureOf(() => checkWriter(written(version), "1.11.4"));
    expect(error).toBeInstanceOf(StateTooNewError);
    expect(error).toMatchObject({ writtenBy: version, installed: "1.11.4" });
  });
});
