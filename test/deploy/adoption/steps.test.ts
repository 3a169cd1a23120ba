import { parseEnvironment } from "../../../config/loader";
import { adoptionSteps, type StateSource } from "../../../deploy";

const root = "/clone";

function environment(more: object = {}) {
  return parseEnvironment(
    { root, name: "pl", file: "environments/pl.ts" },
    {
      use_case_name: "jenkins",
      env: "pl",
      region: "ap-south-1",
      repo_url: "https://example.com/repo",
      account_number: "111111111111",
      mapping_json_path: "mapping.json",
      inferencing: { batch_vpc: { vpc_id: "vpc-0123456789abcdef0", subnet_ids: ["subnet-0123456789abcdef0"] } },
      analytics_etl: { expected_dq_job_count: 1 },
      ...more,
    },
  );
}

const inS3 = environment({ state_backend: { bucket: "states" } });
const oldFile: StateSource = { kind: "file", text: "../old.tfstate", file: "/old.tfstate" };
const oldObject: StateSource = { kind: "s3", text: "s3://hcl/pl", bucket: "hcl", key: "pl", region: "ap-south-1" };

interface Options {
  readonly kept?: readonly string[];
  readonly local?: boolean;
  readonly of?: ReturnType<typeof environment>;
  readonly profile?: string;
  readonly region?: string;
}

function linesOf(
  source: StateSource,
  { kept = [], local = false, of = environment(), ...account }: Options = {},
): string[] {
  const steps = adoptionSteps({ environment: of, source, local, kept, cwd: root, ...account });
  return steps.flatMap(({ purpose, commands }) =>
    commands.map(
      ({ words, output }) => `${purpose}: ${[...words, ...(output === undefined ? [] : [">", output])].join(" ")}`,
    ),
  );
}

describe("the steps of an adoption", () => {
  test("back up the state before anything else, then hand it over, look, and deploy", () => {
    expect(linesOf(oldFile)).toEqual([
      "backup: cp ../old.tfstate pl.before-dapf.tfstate",
      "hand-over: cp -i pl.before-dapf.tfstate terraform.pl.tfstate",
      "plan: npx dapf plan pl",
      "deploy: npx dapf deploy pl",
    ]);
  });

  test("push the state to the bucket that the environment names", () => {
    expect(linesOf(oldObject, { of: inS3 })).toEqual([
      "backup: aws s3 cp s3://hcl/pl pl.before-dapf.tfstate",
      "hand-over: npx dapf synth pl",
      "hand-over: terraform -chdir=cdktf.out/stacks/pl init -input=false",
      "hand-over: terraform -chdir=cdktf.out/stacks/pl state push ../../../pl.before-dapf.tfstate",
      "plan: npx dapf plan pl",
      "deploy: npx dapf deploy pl",
    ]);
  });

  test("leave the state where it is when it is in its place", () => {
    const source = { ...oldObject, bucket: "states", key: "dapf/pl/terraform.tfstate" };
    expect(linesOf(source, { of: inS3 }).join("\n")).not.toContain("push");
    const file: StateSource = { kind: "file", text: "x", file: `${root}/terraform.pl.tfstate` };
    expect(linesOf(file).map((line) => line.split(":")[0])).toEqual(["backup", "plan", "deploy"]);
  });

  test("ask whichever backend the HCL has for the state", () => {
    const source: StateSource = { kind: "folder", text: "../hcl", folder: "/hcl" };
    expect(linesOf(source)[0]).toBe("backup: terraform -chdir=../hcl state pull > pl.before-dapf.tfstate");
  });

  test("take what dapf does not know out of the state that dapf gets, not out of the old one", () => {
    const kept = ["aws_s3_bucket.extra"];
    expect(linesOf(oldFile, { kept })[2]).toBe(
      "keep: terraform state rm -state=terraform.pl.tfstate aws_s3_bucket.extra",
    );
    expect(linesOf(oldObject, { kept, of: inS3 })[4]).toBe(
      "keep: terraform -chdir=cdktf.out/stacks/pl state rm aws_s3_bucket.extra",
    );
  });

  test("stay on the embedded AWS with --local", () => {
    expect(linesOf(oldFile, { local: true, of: inS3 }).slice(1)).toEqual([
      "hand-over: cp -i pl.before-dapf.tfstate .dapf/local/terraform.pl.tfstate",
      "plan: npx dapf plan pl --local",
      "deploy: npx dapf deploy pl --local",
    ]);
  });

  test("are for the account that the user has named: Terraform's backend takes a profile from the environment", () => {
    const lines = linesOf(oldObject, { of: inS3, kept: ["a.b"], profile: "prod admin", region: "ap-south-1" });
    expect(lines).toEqual([
      "backup: aws s3 cp s3://hcl/pl pl.before-dapf.tfstate --profile prod admin --region ap-south-1",
      "hand-over: npx dapf synth pl --profile prod admin --region ap-south-1",
      "hand-over: env AWS_PROFILE=prod admin terraform -chdir=cdktf.out/stacks/pl init -input=false",
      "hand-over: env AWS_PROFILE=prod admin terraform -chdir=cdktf.out/stacks/pl state push ../../../pl.before-dapf.tfstate",
      "keep: env AWS_PROFILE=prod admin terraform -chdir=cdktf.out/stacks/pl state rm a.b",
      "plan: npx dapf plan pl --profile prod admin --region ap-south-1",
      "deploy: npx dapf deploy pl --profile prod admin --region ap-south-1",
    ]);
    const source: StateSource = { kind: "folder", text: "../hcl", folder: "/hcl" };
    expect(linesOf(source, { profile: "prod" })[0]).toBe(
      "backup: env AWS_PROFILE=prod terraform -chdir=../hcl state pull > pl.before-dapf.tfstate",
    );
  });

  test("copy a state without its byte order mark, which Terraform does not read, also to where it is already", () => {
    const marked = (file: string): StateSource => ({ kind: "file", text: "x", file, hasByteOrderMark: true });
    expect(linesOf(marked(`${root}/terraform.pl.tfstate`)).slice(0, 2)).toEqual([
      "backup: tail -c +4 terraform.pl.tfstate > pl.before-dapf.tfstate",
      "hand-over: cp -i pl.before-dapf.tfstate terraform.pl.tfstate",
    ]);
  });
});
