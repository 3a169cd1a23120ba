import * as fs from "node:fs";
import * as path from "node:path";
import { batchClient } from "../../aws/services";
import { clientEnvironment, startEmulator, type Emulator } from "../../emulator";
import { dapfOf, describeWithRegistry, install, packDapf } from "./package";
import { runCommand, succeeded } from "../support/dapf";
import { temporaryFolder } from "../support/temporary-folder";
import { terraformIn } from "../support/terraform";

const minutes = 60_000;
const MIB = 1024 * 1024;

describeWithRegistry("the package", () => {
  let tgz: string;
  let files: string[];
  /** Where it is installed, beside what an app of somebody else's has. */
  const app = temporaryFolder();

  beforeAll(async () => {
    tgz = await packDapf(temporaryFolder());
    const { stdout } = await succeeded(runCommand("tar", ["-tzf", tgz], { cwd: path.dirname(tgz) }));
    files = stdout.trim().split("\n");
    fs.cpSync(path.join(__dirname, "vision"), app, { recursive: true });
    await install(app, tgz);
  }, 10 * minutes);

  test("has at most 2 MiB, and no tests, benchmarks or TypeScript but declarations", () => {
    expect(fs.statSync(tgz).size).toBeLessThan(2 * MIB);
    expect(files.filter((file) => /^package\/(dist\/)?(test|bench)\/|\.test\./.test(file))).toEqual([]);
    const sources = files.filter((file) => /\.ts$/.test(file) && !/\.d\.ts$/.test(file));
    // What `dapf init` copies.
    expect(sources).toEqual(["package/dist/environments/jenkins-pl.queues.ts"]);
  });

  describe("in a CDKTF app of somebody else's", () => {
    const account = "444455556666";
    const region = "eu-west-1";
    let emulator: Emulator;
    const synthesize = (program: string) => succeeded(runCommand(process.execPath, [`made/${program}`], { cwd: app }));

    beforeAll(async () => {
      emulator = await startEmulator();
    }, 3 * minutes);

    afterAll(() => emulator.stop());

    test(
      "has types by which the app compiles",
      async () => {
        const compiler = require.resolve("typescript/bin/tsc");
        await succeeded(runCommand(process.execPath, [compiler, "--project", app], { cwd: app }));
      },
      minutes,
    );

    test("comes with no second copy of CDKTF, whose constructs would be strangers to the app's", () => {
      const lock = JSON.parse(fs.readFileSync(path.join(app, "node_modules/.package-lock.json"), "utf8")) as {
        packages: object;
      };
      const copies = Object.keys(lock.packages).filter((name) =>
        /node_modules\/(cdktf|constructs|@cdktf\/.*)$/.test(name),
      );
      expect(copies.sort()).toEqual([
        "node_modules/@cdktf/provider-aws",
        "node_modules/cdktf",
        "node_modules/constructs",
      ]);
    });

    test(
      "deploys queues with quota shares, and leaves nothing to plan",
      async () => {
        await synthesize("main.js");
        const folder = path.join(app, "cdktf.out/stacks/vision");
        const terraform = await terraformIn({ folder, endpoint: emulator.endpoint, account, region });
        await terraform.succeed("init", "-input=false");
        await terraform.succeed("apply", "-auto-approve", "-input=false");

        const { set } = clientEnvironment({ endpoint: emulator.endpoint, account, region });
        const batch = batchClient({ region, variables: set });
        const { quotaShares } = await batch.call("ListQuotaShares", { jobQueue: "vision-gpu" });
        expect(quotaShares?.map(({ quotaShareName }) => quotaShareName).sort()).toEqual(["detection", "tracking"]);
        expect(await terraform.succeed("plan", "-detailed-exitcode", "-input=false")).toContain("No changes");
        await terraform.succeed("destroy", "-auto-approve", "-input=false");
      },
      5 * minutes,
    );

    test("makes real Terraform modules, wired where one uses the other", async () => {
      await synthesize("modular.js");
      const folder = path.join(app, "cdktf.out/stacks/modular");
      const json = (file: string) => JSON.parse(fs.readFileSync(path.join(folder, file), "utf8")) as object;
      expect(json("cdk.tf.json")).toMatchObject({
        module: { queues: { storage_aws_s3_bucket_models_arn: "${module.storage.aws_s3_bucket_models_arn}" } },
      });
      expect(json("modules/queues/main.tf.json")).toMatchObject({
        resource: { aws_cloudcontrolapi_resource: { detection_quota_share: {} } },
      });
    });

    test("says what is wrong with a file of queues, and where", async () => {
      const file = path.join(app, "queues.yaml");
      fs.writeFileSync(file, fs.readFileSync(file, "utf8").replace("strategy: LEND }", "strategy: LENT }"));
      const { exitCode, stderr } = await runCommand(process.execPath, ["made/main.js"], { cwd: app });
      expect(exitCode).toBe(1);
      expect(stderr).toMatch(/queues\.yaml:\d+:\d+: QuotaShares\.DETECTION_QS_CREATE_REQUEST/);
    });
  });

  describe("as a project of one's own", () => {
    const folder = path.join(temporaryFolder(), "demand");

    // As `npm install` leaves an empty folder; half a gigabyte need not be installed twice.
    beforeAll(() => {
      fs.mkdirSync(folder);
      fs.symlinkSync(path.join(app, "node_modules"), path.join(folder, "node_modules"));
      fs.writeFileSync(path.join(folder, "package.json"), JSON.stringify({ dependencies: { dapf: `file:${tgz}` } }));
    });

    afterAll(async () => {
      await dapfOf(folder, "local", "down", "--force");
    }, minutes);

    test("is made by dapf init beside what npm install has made", async () => {
      const { stdout } = await succeeded(dapfOf(folder, "init"));
      expect(stdout).toContain("demand-dev-useast1");
      expect(JSON.parse(fs.readFileSync(path.join(folder, "package.json"), "utf8"))).toMatchObject({
        dependencies: { dapf: expect.stringContaining("dapf-0.1.0.tgz") },
        scripts: { start: "dapf deploy dev --local --auto-approve --show-map" },
      });
    });

    test("has no second thoughts: dapf init again finds nothing missing", async () => {
      const { stdout } = await succeeded(dapfOf(folder, "init"));
      expect(stdout).toContain("nothing is missing");
    });

    test(
      "is deployed to the embedded AWS by npm start, which ends with the map on the screen",
      async () => {
        const { stdout } = await succeeded(runCommand("npm", ["start"], { cwd: folder }));
        expect(stdout).toContain("demand-dev-useast1-modelops-training-orchestrator");
        // From any folder in it.
        const plan = await dapfOf(path.join(folder, "model"), "plan", "dev", "--local", "--detailed-exitcode");
        expect(plan).toMatchObject({ exitCode: 0 });
      },
      10 * minutes,
    );
  });
});
