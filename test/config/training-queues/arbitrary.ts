import * as fc from "fast-check";
import { context } from "./fixture";

/** A value as JSON would have it, with the numbers that only TypeScript and YAML can write. */
type Value = unknown;

const unit = fc.constantFrom("ml.g5.xlarge", "ml.p5.48xlarge", "ml.c5.2xlarge", "ml.trn1.32xlarge", "ml.m5.large");
const state = fc.option(fc.constantFrom("ENABLED", "DISABLED"), { nil: undefined });
const tags = fc.option(fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.stringMatching(/^[\w @.-]{0,12}$/)), {
  nil: undefined,
});
const capacity = fc.integer({ min: 1, max: 1000 });

const limitsByType = fc
  .uniqueArray(unit, { minLength: 1, maxLength: 5 })
  .chain((units) =>
    fc.tuple(
      ...units.map((capacityUnit) => fc.record({ maxCapacity: capacity, capacityUnit: fc.constant(capacityUnit) })),
    ),
  );
const limitsByCount = fc
  .record({ maxCapacity: capacity, capacityUnit: fc.constant("NUM_INSTANCES") })
  .map((one) => [one]);

const shareDistribution = fc
  .uniqueArray(fc.stringMatching(/^[A-Z]{3}[a-z0-9_-]{0,5}$/), { maxLength: 6, selector: (id) => id.slice(0, 3) })
  .chain((ids) =>
    fc.tuple(
      ...ids.map((id) =>
        fc.record(
          {
            shareIdentifier: fc.constantFrom(id, `${id}*`),
            weightFactor: fc.double({ min: 0.0001, max: 999.9999, noNaN: true }),
          },
          { requiredKeys: ["shareIdentifier"] },
        ),
      ),
    ),
  );

const fairsharePolicy = fc.record(
  {
    shareDecaySeconds: fc.integer({ min: 0, max: 604_800 }),
    computeReservation: fc.integer({ min: 0, max: 99 }),
    shareDistribution,
  },
  { requiredKeys: [] },
);

const timeLimits = fc.uniqueArray(
  fc.record({
    state: fc.constant("RUNNABLE"),
    action: fc.constant("TERMINATE"),
    maxTimeSeconds: fc.integer({ min: 600, max: 86_400 }),
    reason: fc.constantFrom(
      "MISCONFIGURATION:SERVICE_ENVIRONMENT_MAX_RESOURCE",
      "MISCONFIGURATION:QUOTA_MANAGEMENT_LIMIT_EXCEEDED",
      "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY",
    ),
  }),
  { selector: ({ reason }) => reason },
);

const sharing = fc.oneof(
  fc.record({ strategy: fc.constantFrom("RESERVE", "LEND") }),
  fc.record(
    { strategy: fc.constant("LEND_AND_BORROW"), borrowLimit: fc.integer({ min: -1, max: 500 }) },
    { requiredKeys: ["strategy"] },
  ),
);

/** Each queue with its own environment and policy, under names that all kinds have in common. */
const queue = fc.record({
  scheduling: fc.constantFrom("FIFO", "FAIR_SHARE", "QUOTA_SHARE"),
  byType: limitsByType,
  byCount: limitsByCount,
  fairsharePolicy,
  priority: fc.integer({ min: 0, max: 1000 }),
  timeLimits: fc.option(timeLimits, { nil: undefined }),
  byArn: fc.boolean(),
  states: fc.tuple(state, state),
  tags,
  shares: fc.array(fc.record({ sharing, inSharePreemption: fc.constantFrom("ENABLED", "DISABLED"), state, tags }), {
    maxLength: 4,
  }),
});

interface Groups {
  readonly ServiceEnvs: Record<string, Value>;
  readonly SchedulingPolicies: Record<string, Value>;
  readonly TrainingJobQueues: Record<string, Value>;
  readonly QuotaShares: Record<string, Value>;
}

/** Files that keep every rule, so that AWS takes what they declare. */
export const validQueues: fc.Arbitrary<Groups> = fc.array(queue, { maxLength: 3 }).map((queues) => {
  const groups: Groups = { ServiceEnvs: {}, SchedulingPolicies: {}, TrainingJobQueues: {}, QuotaShares: {} };
  const declare = (group: keyof Groups, member: string, nameField: string, name: string, request: Value) => {
    groups[group][`${member}_NAME`] = name;
    groups[group][`${member}_CREATE_REQUEST`] = withoutUndefined({ [nameField]: name, ...Object(request) });
  };
  const arn = (kind: string, name: string) =>
    `arn:${context.partition}:batch:${context.region}:${context.account}:${kind}/${name}`;
  queues.forEach((one, index) => {
    const name = `q-${index}`;
    const quota = one.scheduling === "QUOTA_SHARE";
    const link = (kind: string) => (one.byArn ? arn(kind, name) : name);
    const capacityLimits = quota ? one.byType : one.byCount;
    declare("ServiceEnvs", `Q${index}_SE`, "serviceEnvironmentName", name, {
      serviceEnvironmentType: "SAGEMAKER_TRAINING",
      capacityLimits,
      state: one.states[0],
      tags: one.tags,
    });
    if (one.scheduling !== "FIFO") {
      const policy = quota
        ? { quotaSharePolicy: { idleResourceAssignmentStrategy: "FIFO" } }
        : { fairsharePolicy: one.fairsharePolicy };
      declare("SchedulingPolicies", `Q${index}_SP`, "name", name, { ...policy, tags: one.tags });
    }
    declare("TrainingJobQueues", `Q${index}_QUEUE`, "jobQueueName", name, {
      jobQueueType: "SAGEMAKER_TRAINING",
      priority: one.priority,
      state: one.states[1],
      serviceEnvironmentOrder: [{ order: 1, serviceEnvironment: link("service-environment") }],
      schedulingPolicyArn: one.scheduling === "FIFO" ? undefined : link("scheduling-policy"),
      jobStateTimeLimitActions: one.timeLimits,
      tags: one.tags,
    });
    for (const [number, share] of quota ? one.shares.entries() : []) {
      declare("QuotaShares", `Q${index}_${number}_QS`, "quotaShareName", `share-${number}`, {
        jobQueue: link("job-queue"),
        capacityLimits,
        resourceSharingConfiguration: share.sharing,
        preemptionConfiguration: { inSharePreemption: share.inSharePreemption },
        state: share.state,
        tags: share.tags,
      });
    }
  });
  return groups;
});

const odd = fc.oneof(
  fc.constantFrom<Value>(undefined, null, true, "", -1, 0, 1.5, 2 ** 31, 1e300, Number.NaN, Infinity, [], {}, [[]]),
  fc.constantFrom("q-0", "q-1", "share-0", "NUM_INSTANCES", "ml.g5.xlarge", "a b", "x".repeat(129), "LEND", "RESERVE"),
  fc
    .constantFrom("job-queue", "scheduling-policy", "service-environment", "x")
    .map((kind) => `arn:aws:batch:eu-west-1:123456789012:${kind}/q-0`),
  fc.integer(),
  fc.string(),
  fc.dictionary(fc.string(), fc.jsonValue()),
  fc.constant(JSON.parse('{"__proto__": {"a": 1}, "constructor": 1}') as Value), // Cast: JSON of any shape.
);

/** Files in which up to three values have become something else, or keys have been renamed. */
export const mutated = (valid: fc.Arbitrary<Value>, odd: fc.Arbitrary<Value>): fc.Arbitrary<Value> =>
  fc
    .tuple(
      valid,
      fc.array(fc.record({ pick: fc.nat(), value: odd, rename: fc.option(fc.string(), { nil: undefined }) }), {
        minLength: 1,
        maxLength: 3,
      }),
    )
    .map(([groups, mutations]) => mutations.reduce<Value>((value, one) => mutate(value, one), groups));

export const mutatedQueues = mutated(validQueues, odd);

interface Mutation {
  readonly pick: number;
  readonly value: Value;
  readonly rename: string | undefined;
}

function mutate(root: Value, { pick, value, rename }: Mutation): Value {
  const copy = structuredClone(root);
  const places = placesIn(copy);
  const place = places[pick % Math.max(places.length, 1)];
  if (place === undefined) return value;
  const { parent, key } = place;
  if (rename !== undefined && !Array.isArray(parent)) {
    Object.defineProperty(parent, rename, { ...Object.getOwnPropertyDescriptor(parent, key) });
    Reflect.deleteProperty(parent, key);
  } else {
    Reflect.set(parent, key, value);
  }
  return copy;
}

function placesIn(value: Value): { parent: object; key: string }[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => [{ parent: value, key }, ...placesIn(child)]);
}

function withoutUndefined(value: object): object {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined));
}
