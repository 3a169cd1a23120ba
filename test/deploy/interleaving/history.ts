import fc from "fast-check";
import type { Kind } from "./messages";
import type { EnvironmentConfig } from "./program";

/** Ctrl-C, or SIGKILL */
type Stop = "interrupt" | "kill";

/** A stop soon after an answer, which an apply would else seldom meet. */
export interface Regret {
  readonly do: Stop;
  readonly milliseconds: number;
}

/** Something that happens while processes work in one clone; what is not possible at its moment does not happen. */
export type Step =
  | {
      readonly do: "begin";
      readonly actor: number;
      readonly kind: Kind;
      readonly environment: string;
      readonly agreed: boolean;
      readonly patient: boolean;
      readonly details: boolean;
      /** Whether everything else waits until it asks or has ended. */
      readonly await: boolean;
    }
  /** Lets the others wait until this one asks or has ended. */
  | { readonly do: "await"; readonly actor: number }
  | { readonly do: "answer"; readonly actor: number; readonly yes: boolean; readonly regret: Regret | undefined }
  | { readonly do: Stop; readonly actor: number }
  | { readonly do: "configure"; readonly environment: string; readonly config: EnvironmentConfig }
  | { readonly do: "asset"; readonly content: string }
  /** Plain `cdktf synth` */
  | { readonly do: "synth"; readonly environment: string }
  | { readonly do: "pause"; readonly milliseconds: number };

/** What happens in one run. */
export interface History {
  /** Configuration at the beginning. */
  readonly config: Readonly<Record<string, EnvironmentConfig>>;
  /** Whether the environments are deployed already, from another configuration. */
  readonly deployed: boolean;
  readonly steps: readonly Step[];
  /** What becomes of the questions that are still open at the end. */
  readonly last: "yes" | "no" | "interrupt";
}

export const environments = ["dev", "prod"] as const;
/** What is deployed at the beginning, and what the state that is adopted holds. */
export const former: EnvironmentConfig = { items: { a: "v1", b: "v1" } };
export const formerAsset = "asset-1";

const word = (prefix: string) => fc.integer({ min: 1, max: 3 }).map((number) => `${prefix}${number}`);
const config: fc.Arbitrary<EnvironmentConfig> = fc.record({
  items: fc.dictionary(fc.constantFrom("a", "b", "c"), word("v"), { noNullPrototype: true }),
});

/** Histories of two to four processes in one or two environments. */
export const histories: fc.Arbitrary<History> = fc
  .record({ actors: fc.integer({ min: 2, max: 4 }), environments: fc.constantFrom(1, 1, 1, 2) })
  .chain(({ actors, environments: count }) =>
    fc.record({
      config: fc.record({ dev: config, prod: config }),
      deployed: fc.boolean(),
      steps: fc.array(stepFor(actors, environments.slice(0, count)), { minLength: 8, maxLength: 24, size: "max" }),
      last: fc.constantFrom("yes", "no", "interrupt"),
    }),
  );

const oneIn = (count: number) => fc.nat(count - 1).map((number) => number === 0);

function stepFor(actors: number, names: readonly string[]): fc.Arbitrary<Step> {
  const actor = fc.integer({ min: 0, max: actors - 1 });
  const environment = fc.constantFrom(...names);
  const kind = fc.constantFrom<Kind>("plan", "deploy", "deploy", "deploy", "destroy", "destroy", "adopt");
  const agreed = oneIn(4);
  const stop = fc.record({ do: fc.constantFrom<Stop>("interrupt", "kill"), milliseconds: fc.nat(400) });
  const regret = fc.oneof({ weight: 2, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: stop });
  const constant = <T extends string>(value: T) => fc.constant(value);
  return fc.oneof(
    {
      weight: 7,
      arbitrary: fc.record({
        ...{ do: constant("begin"), actor, kind, environment, agreed },
        ...{ patient: oneIn(4).map((no) => !no), details: fc.boolean(), await: fc.boolean() },
      }),
    },
    { weight: 2, arbitrary: fc.record({ do: constant("await"), actor }) },
    { weight: 4, arbitrary: fc.record({ do: constant("answer"), actor, yes: oneIn(5).map((no) => !no), regret }) },
    { weight: 1, arbitrary: fc.record({ do: constant("interrupt"), actor }) },
    { weight: 1, arbitrary: fc.record({ do: constant("kill"), actor }) },
    { weight: 2, arbitrary: fc.record({ do: constant("configure"), environment, config }) },
    { weight: 1, arbitrary: fc.record({ do: constant("asset"), content: word("asset-") }) },
    { weight: 1, arbitrary: fc.record({ do: constant("synth"), environment }) },
    { weight: 2, arbitrary: fc.record({ do: constant("pause"), milliseconds: fc.nat(300) }) },
  );
}
