/**
 * What sizes a Glue job may have. Sources: AWS Glue Web API Reference, "CreateJob" and "JobCommand"; AWS Glue Developer
 * Guide, "Configuring job properties for Spark jobs", "Configuring job properties for Python shell jobs", "Working with Ray
 * jobs" and "AWS Glue worker types".
 */
export const JOB_PAGE = "AWS Glue Web API Reference, CreateJob";
export const WORKER_PAGE = "AWS Glue Developer Guide, AWS Glue worker types";
export const SPARK_PAGE = "AWS Glue Developer Guide, Configuring job properties for Spark jobs";
export const RAY_PAGE = "AWS Glue Developer Guide, Working with Ray jobs in AWS Glue";

/** JobCommand, `Name`. */
export const JOB_TYPES = ["glueetl", "gluestreaming", "pythonshell", "glueray"] as const;
export type JobType = (typeof JOB_TYPES)[number];

const SPARK_WORKERS = [
  ...["Standard", "G.1X", "G.2X", "G.4X", "G.8X", "G.12X", "G.16X"],
  ...["R.1X", "R.2X", "R.4X", "R.8X"],
];
/** "Recommended for low volume streaming jobs ... only available for Glue version 3.0 or later streaming jobs." */
const STREAMING_WORKER = "G.025X";
const RAY_WORKER = "Z.2X";

/** The worker types that a type of job can have; a Python shell job has none. */
export const WORKERS_BY_TYPE: Readonly<Record<JobType, readonly string[]>> = {
  glueetl: SPARK_WORKERS,
  gluestreaming: [STREAMING_WORKER, ...SPARK_WORKERS],
  pythonshell: [],
  glueray: [RAY_WORKER],
};
export const WORKER_TYPES = [...SPARK_WORKERS, STREAMING_WORKER, RAY_WORKER];

/** The Glue version that a worker type is there from; those that are not named have always been. */
export const WORKER_SINCE: Readonly<Record<string, number>> = { [STREAMING_WORKER]: 3, "G.4X": 3, "G.8X": 3 };

/** "Only jobs with Glue version 3.0 and above and command type glueetl", with G.1X or G.2X workers. */
export const FLEX = { type: "glueetl", since: 3, workers: ["G.1X", "G.2X"] } as const;

/** "When you specify a Python shell job, you can allocate either 0.0625 or 1 DPU." */
export const SHELL_CAPACITIES: readonly number[] = [0.0625, 1];
/** Of Spark jobs: "You can allocate from 2 to 100 DPUs ... cannot have a fractional DPU allocation." */
export const SPARK_CAPACITY = { min: 2, max: 100 } as const;
/** "For Glue version 2.0+ jobs, you cannot specify a Maximum capacity." Python shell jobs always can. */
export const WORKERS_ONLY_SINCE = 2;
/** "Ray jobs should set GlueVersion to 4.0 or greater." */
export const RAY_SINCE = 4;

/**
 * DPUs of a worker; of the memory-optimized types and of Ray's they are M-DPUs, which have more memory. "Standard": "4 vCPU, 16 GB
 * of memory".
 */
export const DPUS_BY_WORKER: Readonly<Record<string, number>> = {
  Standard: 1,
  [STREAMING_WORKER]: 0.25,
  "G.1X": 1,
  "G.2X": 2,
  "G.4X": 4,
  "G.8X": 8,
  "G.12X": 12,
  "G.16X": 16,
  "R.1X": 1,
  "R.2X": 2,
  "R.4X": 4,
  "R.8X": 8,
  [RAY_WORKER]: 2,
};
/** DPUs of a job that says nothing: "The default is 0.0625 DPU" of a Python shell job, and "10 DPUs" of a Spark job. */
export const USUAL_CAPACITY = { shell: 0.0625, spark: 10 } as const;

/** Minutes: "Jobs must have timeout values less than 7 days or 10080 minutes. Otherwise, the jobs will throw an exception." */
export const LONGEST_TIMEOUT = 10_080;
/** "Specify the number of times, from 0 to 10, that AWS Glue should automatically restart the job if it fails." */
export const MOST_RETRIES = 10;
/** JobCommand, `PythonVersion`: the pattern ^([2-3]|3[.]9)$. */
export const PYTHON_VERSIONS = ["2", "3", "3.9"] as const;

export const PARAMETERS_PAGE = "AWS Glue Developer Guide, Using job parameters in AWS Glue jobs";
/** "This option is not supported for Python Shell job types." */
export const NOT_IN_SHELL = "--extra-files";
/** What such a job has in its place: modules, which are on its Python path. */
export const MODULES_OF_SHELL = "--extra-py-files";
