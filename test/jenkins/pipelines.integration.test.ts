import { jenkinsText } from "./jenkinsfile";
import { buildOf, type BuildOutcome, hasJava, type Reply, runBuilds } from "./run-pipeline";

const table = "module.batch_training.aws_dynamodb_table.orders";
const create = (address: string) => ({ action: "create", address });

/** What `dapf plan --out` leaves. */
function planned(file: string, changes: readonly object[], more: object = {}): Reply {
  const plan = { environment: "dev", changes, losses: [], changedOutputs: [], hasChanges: changes.length > 0, ...more };
  return { command: `--out ${file}`, files: { [file]: "binary", [`${file}.json`]: JSON.stringify({ plan }) } };
}

const etl = planned("etl.tfplan", [create("module.analytics_etl.aws_glue_job.load")]);
const infra = planned("infra.tfplan", [
  create("module.a.aws_s3_bucket.one"),
  create("module.a.aws_s3_bucket.two"),
  { action: "update", address: "module.a.aws_batch_job_queue.main" },
  { action: "replace", address: "module.a.aws_glue_job.check" },
  { action: "delete", address: "module.a.aws_sns_topic.old" },
]);
const losing = planned("destroy.tfplan", [{ action: "delete", address: table }], {
  losses: [{ action: "delete", address: table }],
});
const allowed = planned("destroy.tfplan", [{ action: "delete", address: table }]);
const deploy = { params: { ACTION: "deploy" }, replies: [etl, infra] };
const arn = "arn:aws:states:eu-west-1:111122223333:execution:dev-training:2026-11-21-1";
const runs = (status: string, times?: number): Reply => {
  return { command: "dapf runs list", stdout: JSON.stringify({ runs: [{ executionArn: arn, status }] }), times };
};
const started: Reply = { command: "dapf run ", stdout: JSON.stringify({ executionArn: arn }) };
const noAccount = JSON.stringify({ dev: { branch: "main", agent: "own-role", approvers: "us" } });
const oneAccount = JSON.stringify({ dev: { branch: "main", agent: "one", credentials: "two", approvers: "us" } });
const noDeployer = JSON.stringify({
  dev: { branch: "main", agent: "one", credentials: { plan: "two", run: "three" }, approvers: "us" },
});
const noApprovers = JSON.stringify({ dev: { branch: "main", agent: "one", credentials: "two", approvers: "" } });

// As the directives of the Jenkinsfiles were: Jenkins evaluates them before the stage that sets the variable.
const early = `
pipeline {
    agent none
    stages {
        stage('Set') { steps { script { env.LATE = 'dev' } } }
        stage('Ask') {
            options { lock(resource: "dapf-\${env.LATE}") }
            input { message "Apply this to \${env.LATE}?" }
            agent { label "agent-\${env.LATE}" }
            steps { sh 'true' }
        }
    }
}`;

function commands({ events }: BuildOutcome, stage?: string): string[] {
  const steps = events.filter((event) => event.step === "sh" && (stage ?? event.stage) === event.stage);
  return steps.map(({ command }) => String(command).replaceAll(/\\\n\s*/g, ""));
}

const of = ({ events }: BuildOutcome, step: string) => events.filter((event) => event.step === step);

// Groovy is in node_modules, the JVM that it needs is not.
(hasJava ? describe : describe.skip)("the Jenkinsfiles, run as pipelines (skipped where there is no Java)", () => {
  const names = ["infra", "model", "code-sync"] as const;
  let builds: ReturnType<typeof run>;

  beforeAll(() => (builds = run()), 180_000);

  const run = () =>
    runBuilds({
      early: { job: "dapf-dev/infra", pipeline: early },
      plan: buildOf("infra", { replies: [etl, infra] }),
      deploy: buildOf("infra", deploy),
      newMachines: buildOf("infra", { ...deploy, newMachines: true }),
      production: buildOf("infra", { ...deploy, job: "team/dapf-production/infra", branch: "production" }),
      rejected: buildOf("infra", { ...deploy, answer: "abort" }),
      unchanged: buildOf("infra", {
        params: { ACTION: "deploy" },
        replies: [
          planned("etl.tfplan", []),
          planned("infra.tfplan", [], { hasChanges: true, changedOutputs: ["map"] }),
        ],
      }),
      large: buildOf("infra", {
        params: { ACTION: "deploy" },
        replies: [
          etl,
          planned(
            "infra.tfplan",
            Array.from({ length: 254 }, (_, index) => create(`aws_x.n${index}`)),
          ),
        ],
      }),
      refusedPlan: buildOf("infra", { ...deploy, replies: [etl, { command: "--out infra.tfplan", status: 1 }] }),
      preview: buildOf("infra", { params: { ACTION: "preview-destroy" }, replies: [losing] }),
      refusedDestroy: buildOf("infra", { params: { ACTION: "destroy" }, replies: [losing] }),
      destroy: buildOf("infra", {
        params: { ACTION: "destroy", ALLOW_DESTROY: `--allow-destroy ${table}` },
        replies: [allowed],
      }),
      wrongBranch: buildOf("infra", { ...deploy, branch: "uat" }),
      wrongFolder: buildOf("infra", { ...deploy, job: "dapf-staging/infra" }),
      noFolder: buildOf("infra", { ...deploy, job: "infra" }),
      noAccount: buildOf("infra", { ...deploy, trusted: { "jenkins/environments.json": noAccount } }),
      oneAccount: buildOf("infra", { ...deploy, trusted: { "jenkins/environments.json": oneAccount } }),
      noDeployer: buildOf("infra", { ...deploy, trusted: { "jenkins/environments.json": noDeployer } }),
      noApprovers: buildOf("infra", { ...deploy, trusted: { "jenkins/environments.json": noApprovers } }),
      model: buildOf("model", { replies: [started, runs("RUNNING", 2), runs("SUCCEEDED")] }),
      failedRun: buildOf("model", {
        params: { CONTEXT: "training" },
        replies: [started, runs("FAILED"), { command: "dapf runs show", status: 1 }],
      }),
      codeSync: buildOf("code-sync"),
    });

  test("a directive that uses what a stage sets reads null, but that of an agent does not", () => {
    const [question] = of(builds.early, "input");
    const [command] = of(builds.early, "sh");

    expect(question).toMatchObject({ message: "Apply this to null?", locks: ["dapf-null"] });
    expect(command).toMatchObject({ node: "agent-dev", locks: ["dapf-null"] });
  });

  test("a deploy asks about each plan with the environment, the counts and what the gate says", () => {
    const questions = of(builds.deploy, "input");

    expect(builds.deploy).toMatchObject({ result: "SUCCESS", message: "" });
    expect(questions.map(({ message }) => message)).toEqual([
      "Apply this?\ndev: 1 to create, 0 to change, 0 to destroy\n" +
        "Passed by the gate: nothing is lost that holds data, history or keys\n\n" +
        "create module.analytics_etl.aws_glue_job.load",
      "Apply this?\ndev: 2 to create, 1 to change, 1 to replace, 1 to destroy\n" +
        "Passed by the gate: nothing is lost that holds data, history or keys\n\n" +
        "create module.a.aws_s3_bucket.one\ncreate module.a.aws_s3_bucket.two\n" +
        "update module.a.aws_batch_job_queue.main\nreplace module.a.aws_glue_job.check\n" +
        "delete module.a.aws_sns_topic.old",
    ]);
  });

  test("nothing that anybody reads, and no lock or label, has a null in it", () => {
    for (const outcome of Object.entries(builds).flatMap(([name, build]) => (name === "early" ? [] : build))) {
      expect(outcome.message).not.toContain("null");
      for (const { message, text, locks, node } of outcome.events) {
        expect([message, text, ...locks, node].filter((one) => /\bnull\b/.test(String(one ?? "")))).toEqual([]);
      }
    }
  });

  test("only the approvers of the environment are asked, for some hours, while no executor is held", () => {
    const asked = of(builds.deploy, "input");

    expect(asked).toHaveLength(2);
    for (const question of asked) expect(question).toMatchObject({ submitter: "dapf-approvers", node: null });
    expect(of(builds.production, "input")[0]).toMatchObject({ submitter: "dapf-production-approvers" });
    const limits = of(builds.deploy, "timeout").map(({ stage, time, unit }) => [stage, time, unit]);
    for (const { stage } of asked) expect(limits).toContainEqual([stage, 4, "HOURS"]);
    expect(of(builds.destroy, "timeout").at(-1)).toMatchObject({ stage: "Approve destroy", time: 1, unit: "HOURS" });
    expect(of(builds.deploy, "echo").map(({ text }) => text)).toContain("Approved by somebody");
  });

  test("what was approved is applied: the saved plans, the analytics ETL first", () => {
    expect(commands(builds.deploy)).toEqual([
      "npm ci",
      'npx dapf synth "$TARGET" --strict',
      'npx dapf plan "$TARGET" --target analytics_etl --out etl.tfplan $ALLOW_DESTROY',
      'npx dapf deploy "$TARGET" --plan etl.tfplan --auto-approve $ALLOW_DESTROY',
      'npx dapf plan "$TARGET" --out infra.tfplan $ALLOW_DESTROY',
      'npx dapf deploy "$TARGET" --plan infra.tfplan --auto-approve $ALLOW_DESTROY',
    ]);
    expect(of(builds.deploy, "archive").map(({ artifacts }) => artifacts)).toEqual([
      "etl.tfplan.json",
      "infra.tfplan.json",
    ]);
  });

  test("a plan without changes, a rejected one and one that dapf refuses are not applied", () => {
    expect(commands(builds.plan).join()).not.toContain("dapf deploy");
    expect(of(builds.plan, "input")).toEqual([]);
    expect(builds.rejected.result).toBe("ABORTED");
    expect(commands(builds.rejected).join()).not.toContain("dapf deploy");
    expect(of(builds.unchanged, "input").map(({ message }) => message)).toEqual([
      expect.stringMatching(/^Apply this\?\ndev: 0 to create, 0 to change, 0 to destroy\n[^\n]+\n\noutput map$/),
    ]);
    expect(builds.refusedPlan.result).toBe("FAILURE");
    expect(of(builds.refusedPlan, "input")).toHaveLength(1);
  });

  test("of a large plan the question has the first hundred changes and the place of the others", () => {
    const message = String(of(builds.large, "input")[1]?.message);

    expect(message).toContain("dev: 254 to create");
    expect(message.split("\n").filter((line) => line.startsWith("create "))).toHaveLength(100);
    expect(message).toContain("and 154 more, in infra.tfplan.json of this build");
  });

  test("a destroy that dapf would refuse fails before anybody is asked, and says what to allow; a preview passes", () => {
    expect(builds.refusedDestroy.result).toBe("FAILURE");
    expect(builds.refusedDestroy.message).toContain(`dev: REFUSED by the gate`);
    expect(builds.refusedDestroy.message).toContain(`--allow-destroy ${table}`);
    expect(of(builds.refusedDestroy, "input")).toEqual([]);
    expect(builds.preview.result).toBe("SUCCESS");
    expect(commands(builds.destroy)).toEqual(
      expect.arrayContaining([
        'npx dapf plan "$TARGET" --destroy --out destroy.tfplan $ALLOW_DESTROY',
        'npx dapf destroy "$TARGET" --plan destroy.tfplan --auto-approve $ALLOW_DESTROY',
      ]),
    );
    expect(of(builds.destroy, "input")).toMatchObject([
      {
        message: expect.stringContaining(
          `dev: 0 to create, 0 to change, 1 to destroy\nPassed by the gate with --allow`,
        ),
      },
    ]);
  });

  test("every stage works on the commit of the first, although the branch goes on", () => {
    const [first, ...later] = of(builds.deploy, "checkout");

    expect(first).toMatchObject({ pinned: null, stage: "Validate" });
    expect(later).toHaveLength(4);
    expect(new Set(later.map(({ pinned }) => pinned))).toEqual(new Set(["commit-1"]));
  });

  test("packages are installed once, and again only on another machine", () => {
    expect(commands(builds.deploy).filter((command) => command === "npm ci")).toHaveLength(1);
    expect(commands(builds.newMachines).filter((command) => command === "npm ci")).toHaveLength(5);
  });

  test("each environment has a lock, agents and credentials of its own, and nothing of AWS is done without them", () => {
    for (const [build, name] of [
      [builds.deploy, "dev"],
      [builds.production, "production"],
    ] as const) {
      const steps = of(build, "sh");
      const calls = steps.filter(({ command }) => !/npm ci|dapf synth/.test(String(command)));

      expect(steps.length).toBe(6);
      for (const step of steps)
        expect(step).toMatchObject({ locks: [`dapf-${name}`], node: `dapf-${name}`, target: name });
      expect(calls).toHaveLength(4);
      for (const call of calls) {
        const purpose = String(call.command).includes("dapf plan") ? "plan" : "deploy";
        expect(call.credentials).toEqual([`dapf-${name}-${purpose}`]);
      }
    }
    expect(
      of(builds.noAccount, "sh").every(({ node, credentials }) => node === "own-role" && credentials.length === 0),
    ).toBe(true);
    expect(builds.noAccount.result).toBe("SUCCESS");
    const used = of(builds.oneAccount, "sh").flatMap(({ credentials }) => credentials);
    expect([...new Set(used)]).toEqual(["two"]);
  });

  test.each([
    ["wrongBranch", "dev is of the branch main (jenkins/environments.json), not of uat"],
    [
      "wrongFolder",
      "dapf-staging/infra: the job has to be in the folder dapf-<environment>, of one of dev, uat, production",
    ],
    ["noFolder", "infra: the job has to be in the folder dapf-<environment>, of one of dev, uat, production"],
    ["noApprovers", "jenkins/environments.json: dev has no approvers"],
    ["noDeployer", "jenkins/environments.json: dev has no credentials for deploy"],
  ] as const)("stops before any command: %s", (name, sentence) => {
    expect(builds[name].result).toBe("FAILURE");
    expect(builds[name].message).toContain(sentence);
    expect(commands(builds[name])).toEqual([]);
  });

  test("a run of the model is waited for without an executor, for a time, under the lock of its environment", () => {
    const sleeps = of(builds.model, "sleep");

    expect(builds.model.result).toBe("SUCCESS");
    expect(sleeps).toHaveLength(3);
    for (const sleep of sleeps) expect(sleep).toMatchObject({ node: null, locks: ["dapf-dev"], stage: "Wait" });
    expect(of(builds.model, "timeout")).toMatchObject([{ time: 24, unit: "HOURS" }]);
    expect(commands(builds.model)).toEqual([
      "npm ci",
      'npx dapf run "$TARGET" --context "$CONTEXT" --json',
      ...Array<string>(3).fill('npx dapf runs list "$TARGET" --context "$CONTEXT" --json'),
      'npx dapf runs show "$TARGET" "$RUN" --context "$CONTEXT"',
    ]);
    expect(
      of(builds.model, "sh")
        .slice(1)
        .every(({ credentials }) => credentials[0] === "dapf-dev-run"),
    ).toBe(true);
  });

  test("the outcome of the run is that of the build", () => {
    expect(builds.failedRun).toMatchObject({ result: "FAILURE", message: "script returned exit code 1" });
    expect(commands(builds.failedRun, "Outcome")).toHaveLength(1);
  });

  test("inferencing starts on the 27th of each month at midnight UTC, also in the job DSL", () => {
    expect(of(builds.model, "options")[0]).toMatchObject({ triggers: [["cron", "TZ=UTC\n0 0 27 * *"]] });
    expect(jenkinsText("jobs.groovy")).toContain("spec('TZ=UTC\\n0 0 27 * *')");
  });

  test("code is put in place under the same lock", () => {
    expect(builds.codeSync.result).toBe("SUCCESS");
    expect(of(builds.codeSync, "sh")[1]).toMatchObject({
      locks: ["dapf-dev"],
      node: "dapf-dev",
      credentials: ["dapf-dev-run"],
    });
  });

  test.each(names)("%s: one build at a time", (name) => {
    const build = { infra: builds.deploy, model: builds.model, "code-sync": builds.codeSync }[name];
    expect(of(build, "options")[0]?.names).toEqual(expect.arrayContaining(["disableConcurrentBuilds", "lock"]));
  });
});
