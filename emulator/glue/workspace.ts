/** The folder that a run of a Glue job works in, with its script and the files that its arguments name. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, delimiter, join } from "node:path";
import type { InternalCalls } from "../edge/internal-calls";
import { s3Address } from "../edge/internal-calls";
import { InternalCallError } from "../errors";
import { argumentsOf, isSpark, type Job, type JobRun } from "./job";

/** What Glue's own modules are on the embedded AWS. */
const GLUE_MODULES = join(__dirname, "python");

/** What a run needs cannot be fetched; the message is the run's. */
export class WorkspaceError extends Error {
  override readonly name = "WorkspaceError";
}

export interface Workspace {
  readonly script: string;
  /** Where the process writes why it failed. */
  readonly errorFile: string;
  /** Working folder of the process; holds the files of `--extra-files` and `--extra-py-files`. */
  readonly files: string;
  readonly pythonPath: string;
  remove(): Promise<void>;
}

/**
 * @param calls - as the role of the job
 * @throws WorkspaceError naming the object that is not there, or that the role may not read
 */
export async function makeWorkspace(run: JobRun, calls: InternalCalls): Promise<Workspace> {
  const folder = await mkdtemp(join(tmpdir(), "dapf-glue-"));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    return { ...(await fill(folder, run, calls)), remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function fill(folder: string, run: JobRun, calls: InternalCalls): Promise<Omit<Workspace, "remove">> {
  const files = join(folder, "files");
  const scripts = join(folder, "script");
  await Promise.all([mkdir(files), mkdir(scripts)]);
  const parameters = argumentsOf(run);
  const modules = addressesIn(parameters["--extra-py-files"]);
  const fetch = (folderOf: string, address: string) => fetchInto(folderOf, address, run.job, calls);
  const script = await fetch(scripts, run.job.Command?.ScriptLocation ?? "");
  const wanted = new Set([...modules, ...addressesIn(parameters["--extra-files"])]);
  await Promise.all([...wanted].map((address) => fetch(files, address)));
  // There is no Spark to give them to, but the role has to be able to read them.
  await Promise.all(addressesIn(parameters["--extra-jars"]).map((address) => read(address, run.job, calls)));
  // A module lies in the folder; an archive is itself a place to import from.
  const archives = modules.map((address) => basename(address)).filter((name) => /\.(zip|whl|egg)$/.test(name));
  return {
    script,
    errorFile: join(folder, "error"),
    files,
    pythonPath: [files, ...archives.map((name) => join(files, name)), GLUE_MODULES].join(delimiter),
  };
}

async function fetchInto(folder: string, address: string, job: Job, calls: InternalCalls): Promise<string> {
  const content = await read(address, job, calls);
  if (content === undefined) throw new WorkspaceError(`there is no object ${address}`);
  const path = join(folder, basename(address));
  await writeFile(path, content);
  return path;
}

/** @returns undefined when there is no such object */
async function read(address: string, job: Job, calls: InternalCalls): Promise<Buffer | undefined> {
  const { bucket, key } = s3Address(address) ?? {};
  if (bucket === undefined || key === undefined) {
    throw new WorkspaceError(`${address === "" ? "the job has no script location" : `${address} is no S3 address`}`);
  }
  try {
    return await calls.getObject(bucket, key);
  } catch (error) {
    if (error instanceof InternalCallError && error.status === 403) throw denied(job, bucket, key, error.said);
    throw error;
  }
}

/** As AWS words it: Spark jobs are started by its SDK for Java, shell jobs by boto3. */
function denied(job: Job, bucket: string, key: string, sentence: string): WorkspaceError {
  if (!isSpark(job)) {
    return new WorkspaceError(`An error occurred (AccessDenied) when calling the GetObject operation: ${sentence}`);
  }
  return new WorkspaceError(
    `LAUNCH ERROR | Error downloading from S3 for bucket: ${bucket} and key: ${key}. ` +
      `${sentence} (Service: Amazon S3; Status Code: 403; Error Code: AccessDenied)`,
  );
}

function addressesIn(list = ""): string[] {
  return list
    .split(",")
    .map((address) => address.trim())
    .filter((address) => address !== "");
}
