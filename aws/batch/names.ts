/** What texts AWS Batch takes for names and units. */

/**
 * Queues, environments, policies, quota shares and service jobs.
 * Source: API Reference, CreateJobQueue and its like: "up to 128 letters (uppercase and lowercase), numbers, hyphens, and
 * underscores".
 */
export const NAME = /^[A-Za-z0-9_-]{1,128}$/;

/** Jobs of containers, and definitions. Source: API Reference, SubmitJob: "The first character must be alphanumeric". */
export const JOB_NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$/;

/** In a command, anywhere in a word, for a parameter. Source: User Guide, Job definition parameters: `Ref::codec`. */
export const PLACEHOLDER = /Ref::([A-Za-z0-9_-]+)/g;

/** Of a job. The API Reference (SubmitJob) says alphanumeric; the service takes _ and - too. */
export const SHARE_IDENTIFIER = /^[A-Za-z0-9_-]{1,255}$/;

/**
 * Of a fair-share policy: with a `*` at its end it stands for all that begin so. Source: API Reference, ShareAttributes: "The
 * string is limited to 255 alphanumeric characters, and can be followed by an asterisk (*)."
 */
export const SHARE_PATTERN = /^[A-Za-z0-9_-]{1,255}\*?$/;

/** The capacity unit of queues without quota management: instances of whatever type. Source: API Reference, CapacityLimit. */
export const NUM_INSTANCES = "NUM_INSTANCES";

/** That of container jobs on Amazon ECS. Source: API Reference, QueueSnapshotCapacityUsage. */
export const VCPU = "VCPU";

/** Every other capacity unit: `ml.g5.xlarge`, `ml.p6-b200.48xlarge`. */
export const INSTANCE_TYPE = /^ml\.[a-z][a-z0-9-]*\.[a-z0-9-]+$/;
