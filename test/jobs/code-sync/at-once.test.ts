/** Two people, each in a clone of their own, who put code of one context in place at the same time. */
import * as fs from "node:fs";
import * as path from "node:path";
import fc from "fast-check";
import type { Environment } from "../../../config/environment";
import { loadEnvironment } from "../../../config/loader";
import { CodeChangedError, type CodeServices, type CodeSyncResult, syncCode } from "../../../jobs/code-sync";
import { temporaryFolder, write } from "../../deploy/folders";
import { FakeAccount, watched } from "./fake-account";

const repository = path.resolve(__dirname, "../../..");
const environment = loadEnvironment(repository, "jenkins-pl");
const folder = `/${environment.prefix}-dapf-ssm`;
const root = temporaryFolder();

/** The same environment in another clone, whose scripts differ. */
function clone(name: string): Environment {
  const own = path.join(root, name);
  const { gatekeeper_job_params: gatekeeper, evaluation_job_params: evaluation } = environment.settings.training;
  for (const script of [gatekeeper.path, evaluation.path]) write(path.join(own, script), `# of ${name}\n`);
  return { ...environment, root: own };
}

interface Person {
  readonly clone: Environment;
  readonly image: string;
}
const ana: Person = { clone: clone("ana"), image: "registry/team:a" };
const ben: Person = { clone: clone("ben"), image: "registry/team:b" };
/** Ana in a second clone, with the same scripts and the same image. */
const again: Person = ana;

const noPause = () => Promise.resolve();
const sync = ({ clone: from, image }: Person, services: CodeServices): Promise<CodeSyncResult> =>
  syncCode(from, { context: "training", image }, services, noPause);

/** Whether all that is live is of one of them. */
function isWhole(account: FakeAccount, { clone: from, image }: Person): boolean {
  const script = fs.readFileSync(path.join(from.root, from.settings.training.gatekeeper_job_params.path));
  const scripts = [...account.objects.values()];
  return (
    scripts.length === 2 &&
    scripts.every((content) => script.equals(content)) &&
    account.valueOf("ecr_training") === image &&
    account.liveImage === image
  );
}

/** One begins, and before its nth call another does all of it. @returns undefined when there is no nth call */
async function interrupted(first: Person, second: Person, at: number) {
  const account = new FakeAccount(folder);
  let calls = 0;
  let other: CodeSyncResult | undefined;
  const before = async () => {
    calls += 1;
    if (calls === at) other = await sync(second, account);
  };
  const [outcome] = await Promise.allSettled([sync(first, watched(account, before))]);
  return other === undefined ? undefined : { account, outcome };
}

describe.each([
  ["ana", ana, ben],
  ["ben", ben, ana],
])("when %s is overtaken", (_, first, second) => {
  test("at whatever moment, what is live is of one of the two, or the one who knows last is told", async () => {
    let told = 0;
    let moments = 0;
    for (let at = 1; ; at += 1) {
      const done = await interrupted(first, second, at);
      if (done === undefined) break;
      moments += 1;
      const { account, outcome } = done;
      if (outcome.status === "rejected") {
        expect(outcome.reason).toBeInstanceOf(CodeChangedError);
        told += 1;
      } else expect(isWhole(account, first) || isWhole(account, second)).toBe(true);
    }
    expect(moments).toBeGreaterThan(10);
    expect(told).toBeGreaterThan(0);
  });

  test("the error names what is live, and the same command again makes it whole", async () => {
    const account = new FakeAccount(folder);
    let isOvertaken = false;
    const before = async (call: string) => {
      // Between the two parameters.
      if (isOvertaken || call !== "putParameter" || account.valueOf("ecr_training") !== first.image) return;
      isOvertaken = true;
      await sync(second, account);
    };
    const failure = await sync(first, watched(account, before)).catch((error: unknown) => error);

    expect(failure).toMatchObject({ environment: "jenkins-pl", context: "training" });
    expect(failure).toBeInstanceOf(CodeChangedError);
    expect((failure as CodeChangedError).differences).toContainEqual({
      name: `${folder}/training/ecr_training`,
      live: second.image,
    });
    await sync(first, account);
    expect(isWhole(account, first)).toBe(true);
  });
});

test("however their calls are mixed, a mixture is never left in silence", async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const account = new FakeAccount(folder);
      const services = watched(account, () => scheduler.schedule(Promise.resolve()));
      const both = Promise.allSettled([sync(ana, services), sync(ben, services)]);
      await scheduler.waitFor(both);
      const outcomes = await both;
      const isSaid = outcomes.some(({ status }) => status === "rejected");
      expect(isSaid || isWhole(account, ana) || isWhole(account, ben)).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test("who puts the same in place at the same time has done it, and neither is told of an error", async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const account = new FakeAccount(folder);
      const services = watched(account, () => scheduler.schedule(Promise.resolve()));
      const both = Promise.all([sync(ana, services), sync(again, services)]);
      await scheduler.waitFor(both);
      expect(isWhole(account, ana)).toBe(true);
    }),
    { numRuns: 100 },
  );
});

test("a revision that somebody registers between look and call keeps what it changed", async () => {
  const account = new FakeAccount(folder);
  const [deployed] = account.definitions;
  const before = (call: string) => {
    if (call === "registerJobDefinition" && account.requests.length === 0) {
      account.definitions.push({
        ...deployed,
        jobDefinitionName: "d",
        type: "container",
        jobDefinitionArn: "arn:d:2",
        revision: 2,
        retryStrategy: { attempts: 9 },
      });
    }
    return Promise.resolve();
  };
  const { jobDefinition } = await sync(ana, watched(account, before));

  expect(jobDefinition).toEqual({ arn: "arn:d:4", registered: true });
  expect(await account.jobDefinition("arn:d:4")).toMatchObject({
    retryStrategy: { attempts: 9 },
    containerProperties: { image: ana.image, command: ["python3"] },
  });
});

test("an answer that is older than what was written is no other's change", async () => {
  const account = new FakeAccount(folder);
  const name = `${folder}/training/ecr_training`;
  let old = 2;
  const services = {
    ...watched(account, noPause),
    versionedParameter: (asked: string) => {
      const isOld = asked === name && account.parameters.has(name) && (old -= 1) >= 0;
      return isOld ? Promise.resolve({ value: "before", version: 0 }) : account.versionedParameter(asked);
    },
  };
  await sync(ana, services);
  expect(isWhole(account, ana)).toBe(true);
});
