import * as fs from "node:fs";
import { execFile } from "node:child_process";
import * as path from "node:path";
import { promisify } from "node:util";
import { teamPolicies } from "../../../access/teams";
import { placeIn } from "../../../aws/place";
import { parseCompute } from "../../../config/compute";
import { type Emulator, startEmulator } from "../../../emulator";
import { appliedTo, clientEnvironment } from "../../../emulator/shell-environment";
import { policyDocument } from "../../../modules/policies/document";
import { jobRoleStatements } from "../../../modules/shared-compute/policies/job-role";
import { at, changed, context, noFolders } from "../../config/compute/fixture";
import { variablesOf } from "../../integration/access/as-role";
import { dapf, succeeded } from "../../support/dapf";
import { python } from "../../support/python";
import { temporaryFolder } from "../../support/temporary-folder";

jest.setTimeout(180_000);

const account = "731580992380";
const place = placeIn("ap-south-1", account);

interface Trial {
  readonly action: string;
  readonly got: { readonly Code?: string; readonly Message?: string };
  readonly simulated: string;
}
type Trials = Readonly<Record<string, Trial>>;

/** What a team may, and what it may not. */
const OF_TEAM = {
  allowed: [
    "submits by the name of the definition",
    "submits an older revision",
    "submits the newest revision",
    "submits with another share of its own",
    "submits to a queue without shares",
    "submits an array",
    "submits what depends on another job",
    "submits with more tags",
    "terminates its job",
    "cancels its job",
    "terminates its array",
    "terminates one job of its array",
    "tags its job",
    "registers its definition",
    "registers a definition with its role",
    "reads the log of its job",
    "reads the log of its job in the group of AWS Batch",
    "looks at jobs",
    "lists jobs",
    "looks at queues",
    "looks at definitions",
    "looks at environments",
    "looks at who is next in its queue",
  ],
  denied: [
    "submits to the queue of others",
    "submits with the share of others",
    "submits with a share that begins as others do",
    "submits the definition of others",
    "submits the revision of others",
    "submits without tags",
    "submits without the tag that is required",
    "submits with nothing in the tag that is required",
    "submits with the tags of others",
    "terminates the job of others",
    "cancels the job of others",
    "terminates a job of nobody",
    "tags the job of others as its own",
    "registers the definition of others",
    "registers a definition with the role of others",
    "deregisters the definition of others",
    "reads the log of others",
    "looks at who is next in the queue of others",
    "disables its queue",
  ],
};

/** The same of jobs with a role. */
const OF_ROLE = {
  allowed: [
    "reads an object below its prefix",
    "reads an encrypted object",
    "lists below its prefix",
    "lists deeper",
    "writes an object",
    "deletes an object",
    "writes an item",
    "reads items",
    "reads its secret",
  ],
  denied: [
    "reads an object beside its prefix",
    "writes an object that it may only read",
    "lists beside its prefix",
    "lists all of a bucket",
    "reads an object that it may only write",
    "reads an object of another bucket",
    "writes an item of another table",
    "deletes a table",
    "reads a secret whose name begins so",
    "decrypts by itself",
    "submits a job",
  ],
};

/** Name -> documents of its policies. */
function policies(): Readonly<Record<string, readonly unknown[]>> {
  const value = changed({
    [`${at.ml}.requiredTags`]: ["Project"],
    [at.trainer]: {
      buckets: [
        { bucket: "lake", prefix: "raw/", access: "read" },
        { bucket: "results", access: "write" },
      ],
      tables: [{ table: "runs", access: "read-write" }],
      secrets: ["churn/key"],
      kmsKeys: ["alias/lake"],
    },
  });
  const model = parseCompute({ file: "compute.json", value }, { ...context, ...place, prefix: "churn" }, noFolders);
  const ofTeams = model.teams.map((team) => [team.name, teamPolicies(model, team).map(({ document }) => document)]);
  const ofRoles = model.jobRoles.map(({ request }): unknown =>
    JSON.parse(policyDocument(jobRoleStatements(place, request))),
  );
  return { ...Object.fromEntries(ofTeams), job: ofRoles };
}

const repository = path.resolve(__dirname, "../../..");

describe("on shared compute", () => {
  let emulator: Emulator;
  let results: { readonly team: Trials; readonly role: Trials };

  beforeAll(async () => {
    emulator = await startEmulator();
    const aws = clientEnvironment({ endpoint: emulator.endpoint, account, region: place.region }, process.env);
    const script = path.join(__dirname, "enforced_script.py");
    const env = { ...appliedTo(process.env, aws), TEAM_POLICIES: JSON.stringify(policies()) };
    const { stdout } = await promisify(execFile)(python, [script], { env });
    // The script prints this.
    results = JSON.parse(stdout) as typeof results;
  });
  afterAll(() => emulator.stop());

  it("nothing was tried of which is not said what comes of it", () => {
    expect(Object.keys(results.team).sort()).toEqual([...OF_TEAM.allowed, ...OF_TEAM.denied].sort());
    expect(Object.keys(results.role).sort()).toEqual([...OF_ROLE.allowed, ...OF_ROLE.denied].sort());
  });

  describe.each([
    ["a team", "team", OF_TEAM],
    ["a job with a role", "role", OF_ROLE],
  ] as const)("%s", (_, kind, { allowed, denied }) => {
    it.each(allowed)("%s", (name) => {
      expect(results[kind][name]).toEqual({ action: expect.any(String), got: {}, simulated: "allowed" });
    });

    it.each(denied)("never %s", (name) => {
      const { action, got, simulated } = results[kind][name] ?? {};
      expect(got?.Message).toContain(`is not authorized to perform: ${action} on resource: `);
      expect([got?.Code, simulated]).toEqual([expect.stringMatching(/^AccessDenied/), "denied"]);
    });
  });

  describe("by dapf a team", () => {
    let variables: Readonly<Record<string, string>>;
    const folder = temporaryFolder();
    const ids = path.join(folder, "ids.txt");
    const by = (...words: string[]) => dapf(words, { cwd: repository, variables });
    const written = (name: string, value: unknown): string => {
      const file = path.join(folder, name);
      fs.writeFileSync(file, JSON.stringify(value));
      return file;
    };
    const job = { jobQueue: "cpu", jobDefinition: "ml-train", shareIdentifier: "ml-night" };
    const tags = { team: "ml", Project: "churn" };
    const submitted = () =>
      fs
        .readFileSync(ids, "utf8")
        .split("\n")
        .flatMap((line) => line.match(/[0-9a-f-]{36}/) ?? []);

    beforeAll(async () => {
      variables = await variablesOf({ endpoint: emulator.endpoint, account, region: place.region }, "ml");
    });

    it("submits jobs of which one needs another, and an array", async () => {
      const file = written("jobs.json", {
        jobs: [
          { ...job, jobName: "clean", tags },
          { ...job, jobName: "fit", tags, dependsOn: [{ jobId: "${clean}" }], arrayProperties: { size: 2 } },
        ],
      });
      await succeeded(by("submit", file, "--output", ids));
      expect(submitted()).toHaveLength(2);
    });

    it("lists and shows them, and ends them", async () => {
      await succeeded(by("jobs", "list", "--queue", "cpu"));
      for (const id of submitted()) await succeeded(by("jobs", "show", id));
      await succeeded(by("jobs", "terminate", ...submitted(), "--auto-approve"));
    });

    it("registers a definition of its own", async () => {
      const file = written("definition.json", {
        jobDefinitionName: "ml-score",
        type: "container",
        containerProperties: {
          image: "busybox",
          jobRoleArn: `arn:aws:iam::${account}:role/trainer`,
          resourceRequirements: [
            { type: "VCPU", value: "1" },
            { type: "MEMORY", value: "512" },
          ],
        },
      });
      await succeeded(by("job-definition", "register", file));
    });

    it("is told which permission it misses when it takes the queue of others", async () => {
      const file = written("theirs.json", { jobQueue: "light", jobDefinition: "ml-train", jobName: "theirs", tags });
      const { exitCode, stderr } = await by("submit", file);
      expect(exitCode).toBe(1);
      expect(stderr).toContain("batch:SubmitJob");
    });
  });
});
