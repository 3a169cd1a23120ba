/** Rules of compute environments of types EC2 and SPOT: their instances, and how these are chosen. */
import { IMAGE_TYPES } from "../../../aws/batch/instance-types";
import { BID_PERCENTAGE, isWithin, SCALE_DOWN_MINUTES } from "../../../aws/batch/limits";
import { LONGEST_TAG_VALUE, MOST_TAGS, RESERVED_TAG_KEY, TAG_KEY_LENGTH } from "../../../aws/tags";
import { nearestHint } from "../../nearest";
import { INSTANCE_TYPE_RULE, instanceTypeHint } from "../../schema-values";
import { architecturesOf, environmentKind, type ComputeDeclarations } from "../declarations";
import { resourcesOf } from "./environments";
import { apiReference, span, userGuide, type Finding, type Rule } from "./rule";

/** The resources of environments with instances that AWS Batch starts. */
const withInstances = ({ computeEnvironments }: ComputeDeclarations) =>
  computeEnvironments
    .filter((environment) => environmentKind(environment) === "EC2")
    .flatMap((environment) => resourcesOf(environment).map((one) => ({ ...one, environment })));

export const instanceTypes: Rule = {
  demand: "An environment of EC2 or SPOT names instance types or families that AWS Batch has",
  source: apiReference("ComputeResource"),
  severity: "error",
  check: (file) =>
    withInstances(file).flatMap(({ path, resources: { instanceTypes: types }, environment }): Finding[] => {
      const at = [...path, "instanceTypes"];
      if (types === undefined && environment.isBroken("computeResources")) return [];
      if (types === undefined || types.length === 0) {
        return [
          {
            path: at,
            rule: "must name at least one",
            allowed: ["types such as m5.large", "families such as c5", "default_x86_64"],
          },
        ];
      }
      return types.flatMap((found, index) => {
        const hint = found === undefined ? undefined : instanceTypeHint(found);
        return hint === undefined ? [] : [{ path: [...at, index], rule: INSTANCE_TYPE_RULE, found, hint }];
      });
    }),
};

export const oneArchitecture: Rule = {
  demand: "The instance types of an environment share one architecture: x86 or Arm",
  source: apiReference("ComputeResource"),
  severity: "error",
  check: (file) =>
    withInstances(file).flatMap(({ path, environment }) => {
      const found = architecturesOf(environment);
      if (found.length < 2) return [];
      const rule = `mixes the architectures ${found.join(" and ")}`;
      return [
        { path: [...path, "instanceTypes"], rule, allowed: ["one of the two"], hint: "make an environment of each" },
      ];
    }),
};

export const allocationStrategy: Rule = {
  demand: "SPOT_CAPACITY_OPTIMIZED and its like are for type SPOT, BEST_FIT_PROGRESSIVE_ORDERED is for type EC2",
  source: userGuide("allocation-strategies"),
  severity: "error",
  check: (file) =>
    withInstances(file).flatMap(({ path, resources: { type, allocationStrategy: found } }) => {
      if (type === undefined || found === undefined) return [];
      const wanted = found.startsWith("SPOT_") ? "SPOT" : found === "BEST_FIT_PROGRESSIVE_ORDERED" ? "EC2" : type;
      if (wanted === type) return [];
      const allowed =
        type === "SPOT"
          ? [
              "BEST_FIT",
              "BEST_FIT_PROGRESSIVE",
              "SPOT_CAPACITY_OPTIMIZED",
              "SPOT_CAPACITY_OPTIMIZED_PRIORITIZED",
              "SPOT_PRICE_CAPACITY_OPTIMIZED",
            ]
          : ["BEST_FIT", "BEST_FIT_PROGRESSIVE", "BEST_FIT_PROGRESSIVE_ORDERED"];
      return [{ path: [...path, "allocationStrategy"], rule: `is for environments of type ${wanted}`, found, allowed }];
    }),
};

export const bidPercentage: Rule = {
  demand: `The bid for Spot instances is ${span(BID_PERCENTAGE)} percent of the On-Demand price`,
  source: apiReference("ComputeResource"),
  severity: "error",
  check: (file) =>
    withInstances(file).flatMap(({ path, resources: { bidPercentage: found } }) => {
      if (found === undefined || isWithin(BID_PERCENTAGE, found)) return [];
      const allowed = [`${BID_PERCENTAGE.least}..${BID_PERCENTAGE.most}`];
      return [{ path: [...path, "bidPercentage"], rule: "must be in range", found, allowed }];
    }),
};

export const spotOnly: Rule = {
  demand: "bidPercentage and spotIamFleetRole are said of environments of type SPOT",
  source: apiReference("ComputeResource"),
  severity: "warning",
  check: (file) =>
    withInstances(file).flatMap(({ path, resources }) =>
      resources.type !== "EC2"
        ? []
        : (["bidPercentage", "spotIamFleetRole"] as const)
            .filter((member) => resources[member] !== undefined)
            .map((member) => ({
              path: [...path, member],
              rule: "has no effect in an environment of type EC2",
              hint: "leave it out",
            })),
    ),
};

const IMAGES: readonly string[] = IMAGE_TYPES.ECS;

export const images: Rule = {
  demand: "ec2Configuration has one or two entries, each with another image type of Amazon ECS",
  source: apiReference("Ec2Configuration"),
  severity: "error",
  check: (file) =>
    withInstances(file).flatMap(({ path, resources: { ec2Configuration: entries } }) => {
      const at = [...path, "ec2Configuration"];
      if (entries === undefined) return [];
      if (entries.length === 0)
        return [{ path: at, rule: "must have one or two entries", found: 0, allowed: ["1..2"] }];
      const types = entries.map((entry) => entry?.imageType);
      return types.flatMap((found, index): Finding[] => {
        if (found === undefined) return [];
        const place = [...at, index, "imageType"];
        if (!IMAGES.includes(found)) {
          const hint = nearestHint(found, IMAGES, "image type");
          return [{ path: place, rule: "is no image type of Amazon ECS", found, allowed: IMAGES, hint }];
        }
        const first = types.indexOf(found);
        return first === index
          ? []
          : [{ path: place, rule: `repeats that of ec2Configuration[${first}]`, found, allowed: IMAGES }];
      });
    }),
};

const TAG_KEYS = `${span(TAG_KEY_LENGTH)} characters, not beginning with aws:`;

export const instanceTags: Rule = {
  demand:
    `Instances have at most ${MOST_TAGS} tags; keys of ${span(TAG_KEY_LENGTH)} characters that do not begin with aws:, ` +
    `values of up to ${LONGEST_TAG_VALUE}`,
  source: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html",
  severity: "error",
  check: (file) =>
    withInstances(file).flatMap(({ path, resources: { tags = {} } }): Finding[] => {
      const at = [...path, "tags"];
      const entries = Object.entries(tags);
      const tooMany = { path: at, rule: "are too many", found: entries.length, allowed: [`up to ${MOST_TAGS}`] };
      return [
        ...(entries.length > MOST_TAGS ? [tooMany] : []),
        ...entries.flatMap(([key, value = ""]) => [
          ...(isWithin(TAG_KEY_LENGTH, key.length) && !RESERVED_TAG_KEY.test(key)
            ? []
            : [{ path: [...at, key], rule: "is not a key that a tag can have", allowed: [TAG_KEYS] }]),
          ...(value.length <= LONGEST_TAG_VALUE
            ? []
            : [
                {
                  path: [...at, key],
                  rule: "is too long",
                  found: value.length,
                  allowed: [`up to ${LONGEST_TAG_VALUE}`],
                },
              ]),
        ]),
      ];
    }),
};

export const scaleDownDelay: Rule = {
  demand: `Instances wait 0 or ${span(SCALE_DOWN_MINUTES)} minutes before they are ended`,
  source: apiReference("ComputeScalingPolicy"),
  severity: "error",
  check: (file) =>
    withInstances(file).flatMap(({ path, resources: { scalingPolicy } }) => {
      const found = scalingPolicy?.minScaleDownDelayMinutes ?? 0;
      if (found === 0 || isWithin(SCALE_DOWN_MINUTES, found)) return [];
      const allowed = ["0", `${SCALE_DOWN_MINUTES.least}..${SCALE_DOWN_MINUTES.most}`];
      return [
        { path: [...path, "scalingPolicy", "minScaleDownDelayMinutes"], rule: "must be in range", found, allowed },
      ];
    }),
};
