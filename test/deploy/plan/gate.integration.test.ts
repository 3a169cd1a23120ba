import * as path from "node:path";
import { applyEnvironment, StatefulLossError } from "../../../deploy";
import { appliedTo, clientEnvironment, startEmulator, type Emulator } from "../../../emulator";
import { temporaryFolder } from "../folders";
import { type Project, project } from "../project";

const account = "123456789012";
const region = "ap-south-1";
const table = "aws_dynamodb_table.input_table";

jest.setTimeout(120_000);

/** A table on the embedded AWS, deployed with the real Terraform and the real provider. */
describe("a deploy that changes the key schema of a table", () => {
  const root = temporaryFolder();
  let aws: Emulator;
  let made: Project;

  beforeAll(async () => {
    aws = await startEmulator();
    made = project(root);
    made.synthScript({ rootFile: stackWithKey("pk_mappingid") });
    await deploy();
  });

  afterAll(() => aws.stop());

  function deploy(allowDestroy: readonly string[] = []) {
    const variables = appliedTo(
      process.env,
      clientEnvironment({ endpoint: aws.endpoint, account, region }, process.env),
    );
    const options = made.options({ variables, allowDestroy });
    return applyEnvironment({ ...options, destroy: false, approve: undefined, outputs: false });
  }

  test("is refused with the address, and the argument that forces the replacement", async () => {
    made.synthScript({ rootFile: stackWithKey("batchjob_id") });

    const error = await deploy().catch((reason: unknown) => reason);

    expect(error).toBeInstanceOf(StatefulLossError);
    expect(error).toMatchObject({ losses: [{ address: table, action: "replace", forcedBy: ["hash_key"] }] });
  });

  test("goes through when the address is allowed", async () => {
    const { applied } = await deploy([table]);

    expect(applied?.summary).toMatchObject({ created: 1, destroyed: 1, failed: 0 });
  });

  function stackWithKey(key: string): object {
    const provider = {
      region,
      s3_use_path_style: true,
      skip_credentials_validation: true,
      skip_metadata_api_check: "true",
    };
    return {
      terraform: {
        backend: { local: { path: path.join(root, "table.tfstate") } },
        required_providers: { aws: { source: "aws", version: "5.100.0" } },
      },
      provider: { aws: [provider] },
      resource: {
        aws_dynamodb_table: {
          input_table: {
            name: "jenkins-dev-apsouth1-training-input-table",
            billing_mode: "PAY_PER_REQUEST",
            hash_key: key,
            attribute: [{ name: key, type: "S" }],
          },
        },
      },
    };
  }
});
