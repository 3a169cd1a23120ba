import * as path from "node:path";
import { InterruptedError, type InterruptSource, noInterrupts } from "../../deploy";
import type { Emulator, EmulatorRecord } from "../../emulator";
import type { SimulationRule } from "../../emulator";
import {
  announceUse,
  appliedTo,
  clientEnvironment,
  DEFAULT_ACCOUNT,
  exportLines,
  leastPrivilege,
  MOST_CHARACTERS,
  NotRunningError,
  runFiles,
} from "../../emulator";
import { whileUnused } from "../../emulator/users";
import { ownersIn } from "../../locks";
import type { EmbeddedAws } from "../../cli/embedded-aws";
import type { Host, TextStream } from "../../cli/host";
import { runCli } from "../../cli/program";
import { write, writeJson } from "../deploy/folders";
import { type Project, project } from "../deploy/project";

/** A text stream that keeps what is written. */
export class Recorder implements TextStream {
  text = "";
  readonly size = { columns: 100, rows: 24 };

  constructor(
    readonly isTerminal = false,
    private readonly onText: (text: string) => void = () => undefined,
  ) {}

  write(text: string): void {
    this.text += text;
    this.onText(text);
  }
}

/** What came of a command line. */
export interface Outcome {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** How a test differs from a pipeline without terminal. */
export interface Setting {
  readonly answers?: readonly string[];
  /** Standard input. */
  readonly input?: string;
  readonly variables?: NodeJS.ProcessEnv;
  readonly interrupts?: InterruptSource;
  /** Called with each piece of standard output. */
  readonly onOutput?: (text: string) => void;
  /** Called with each piece of standard error. */
  readonly onProgress?: (text: string) => void;
}

/** A repository with the environments `dev` and `production`, a fake Terraform, and an embedded AWS that is a record. */
export interface CommandLine extends Project {
  run(args: readonly string[], setting?: Setting): Promise<Outcome>;
  readonly aws: FakeEmbeddedAws;
}

const environment = (env: string) => ({
  use_case_name: "jenkins",
  env,
  region: "ap-south-1",
  repo_url: "https://example.com/repo",
  account_number: 123456789012,
  mapping_json_path: "mapping.json",
  inferencing: { batch_vpc: { vpc_id: "vpc-0123456789abcdef0", subnet_ids: ["subnet-0123456789abcdef0"] } },
  analytics_etl: { expected_dq_job_count: 1 },
});

export function commandLine(root: string): CommandLine {
  const repository = project(root);
  for (const name of ["dev", "production"]) {
    writeJson(path.join(root, "environments", `${name}.tfvars.json`), environment(name.slice(0, 4)));
  }
  // A user who has decided where providers come from: no test asks a registry or searches this machine.
  write(path.join(root, "home", ".terraformrc"), "provider_installation {\n  direct {}\n}\n");
  const aws = new FakeEmbeddedAws();
  return {
    ...repository,
    aws,
    run: async (args, setting = {}) => {
      const stdout = new Recorder(false, setting.onOutput);
      const stderr = new Recorder(false, setting.onProgress);
      const answers = [...(setting.answers ?? [])];
      const options = repository.options();
      const host: Host = {
        root,
        program: options.program,
        variables: { ...options.variables, XDG_DATA_DIRS: "", ...setting.variables },
        stdout,
        stderr,
        interrupts: setting.interrupts ?? noInterrupts,
        readInput: () => Promise.resolve(Buffer.from(setting.input ?? "")),
        canAsk: setting.answers !== undefined,
        ask: (question) => {
          stderr.write(question);
          const answer = answers.shift();
          return answer === undefined
            ? Promise.reject(new InterruptedError("approval", false))
            : Promise.resolve(answer);
        },
      };
      const exitCode = await runCli(args, host, () => Promise.resolve(aws));
      return { exitCode, stdout: stdout.text, stderr: stderr.text };
    },
  };
}

const endpoint = "http://127.0.0.1:4566";
const record: EmulatorRecord = {
  id: "i",
  token: "t",
  endpoint,
  port: 4566,
  pid: 42,
  processStart: "1",
  motoPid: 43,
  startedAt: "2026-01-01T00:00:00Z",
  runCommands: false,
  iam: "enforce",
};

/** Behaves as the emulator library does, without a process. */
export class FakeEmbeddedAws implements EmbeddedAws {
  running = false;
  /** Whether another process is first, when this one starts it. */
  isStartedMeanwhile = false;
  /** Of the one that runs. */
  record = record;
  readonly seeded: { endpoint: string; seed: Parameters<EmbeddedAws["seedVpc"]>[1] }[] = [];
  readonly DEFAULT_ACCOUNT = DEFAULT_ACCOUNT;
  readonly clientEnvironment = clientEnvironment;
  readonly appliedTo = appliedTo;
  readonly exportLines = exportLines;
  readonly runFiles = runFiles;
  readonly announceUse = announceUse;

  /** Who had announced work whenever it was looked for or started. */
  readonly users: string[][] = [];

  private noteUsers(root: string): void {
    this.users.push(ownersIn(runFiles(root).users).map(({ owner }) => owner.what));
  }

  /** With what it was started, or asked to be. */
  readonly wanted: object[] = [];

  up: EmbeddedAws["up"] = ({ root, onProgress, port, runCommands, faults, iam }) => {
    this.noteUsers(root);
    this.wanted.push({ port, runCommands, faults, iam });
    const started = !this.running && !this.isStartedMeanwhile;
    if (!this.running) onProgress?.("starting");
    this.running = true;
    return Promise.resolve({ started, emulator: this.record });
  };

  /** What of this machine keeps one from being started. */
  problem: Awaited<ReturnType<EmbeddedAws["startProblem"]>>;

  startProblem: EmbeddedAws["startProblem"] = () => Promise.resolve(this.problem);

  down: EmbeddedAws["down"] = (root, options = {}) => {
    return whileUnused(root, options, () => {
      const was = this.running;
      this.running = false;
      return Promise.resolve(was);
    });
  };

  status: EmbeddedAws["status"] = () => {
    if (!this.running) return Promise.resolve({ running: false });
    const requests = { s3: { PutObject: 2, GetObject: 1 }, glue: { GetJob: 4 } };
    const counters = { since: record.startedAt, total: 7, requests, errors: { NoSuchKey: 1 } };
    return Promise.resolve({ running: true, emulator: this.record, counters });
  };

  findRunning: EmbeddedAws["findRunning"] = (root) => {
    this.noteUsers(root);
    return this.running ? Promise.resolve(this.record) : Promise.reject(new NotRunningError(root));
  };

  settle: EmbeddedAws["settle"] = () => Promise.resolve(true);

  /** What embedded AWSs of a single command were started with. */
  readonly ephemeral: Parameters<EmbeddedAws["withEmulator"]>[0][] = [];

  withEmulator: EmbeddedAws["withEmulator"] = (options, use) => {
    this.ephemeral.push(options);
    // The commands use nothing of it but the endpoint.
    return use({ endpoint } as Emulator);
  };

  seedVpc: EmbeddedAws["seedVpc"] = (to, seed) => {
    this.seeded.push({ endpoint: to, seed });
    return Promise.resolve({ vpcId: "vpc-1", subnetIds: [], created: true });
  };

  private rules: readonly SimulationRule[] = [];
  /** The compute environments whose Spot capacity was taken away. */
  readonly reclaimed: string[] = [];

  simulations: EmbeddedAws["simulations"] = () => Promise.resolve(this.rules);

  simulate: EmbeddedAws["simulate"] = (_, rules) => {
    this.rules = rules;
    return Promise.resolve(rules);
  };

  readonly leastPrivilege = leastPrivilege;
  readonly MOST_CHARACTERS = MOST_CHARACTERS;

  /** What was asked for; undefined: it does not answer. */
  report: Awaited<ReturnType<EmbeddedAws["iamReport"]>>;

  /** With what it was asked for its report. */
  readonly reportsWanted: Parameters<EmbeddedAws["iamReport"]>[1][] = [];

  iamReport: EmbeddedAws["iamReport"] = (_, wish) => {
    this.reportsWanted.push(wish);
    return Promise.resolve(this.report);
  };

  resets = 0;

  resetIamReport: EmbeddedAws["resetIamReport"] = () => {
    this.resets += 1;
    return Promise.resolve();
  };

  reclaim: EmbeddedAws["reclaim"] = (_, computeEnvironment) => {
    this.reclaimed.push(computeEnvironment);
    return Promise.resolve({ instances: ["i-1", "i-2"], jobs: ["a"] });
  };

  logs: EmbeddedAws["logs"] = (_, count) => Promise.resolve(["one", "two", "three"].slice(-count));

  followLogs: EmbeddedAws["followLogs"] = async (_, onText, signal) => {
    onText("four\n");
    await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
  };
}
