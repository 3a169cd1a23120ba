import type { ResourceType } from "@aws-sdk/client-batch";
import { type Ask, askedOf } from "./asks";
import type { JobPart } from "./parts";

/** How much of one resource a job asks for, all of its nodes and containers together. */
export interface Demand {
  /** vCPUs, MiB or GPUs of all that say how much. */
  readonly amount: number;
  /** How it was counted: `200 nodes x 192 vCPUs = 38,400 vCPUs`; undefined of a single container. */
  readonly sum: string | undefined;
  /** Containers that do not say how much, so that the job may take more. */
  readonly gaps: readonly Gap[];
}

export interface Gap {
  readonly at: readonly PropertyKey[];
  readonly why?: string;
}

const MOST_TERMS = 4;

/** @param unit of the amounts, for the sum */
export function demandOf(parts: readonly JobPart[], type: ResourceType, unit: string): Demand {
  const counted = parts.map((part) => ({ nodes: part.nodes, ...ofPart(part, type, unit) }));
  const amount = rounded(counted.reduce((sum, one) => sum + one.amount * (one.nodes ?? 1), 0));
  const terms = new Map<string, number | undefined>();
  for (const { nodes, words } of counted)
    terms.set(words, nodes === undefined ? nodes : nodes + (terms.get(words) ?? 0));
  const shown = [...terms].map(([words, nodes]) =>
    nodes === undefined ? words : `${shownNumber(nodes)} node${nodes === 1 ? "" : "s"} x ${words}`,
  );
  const total = `${shownNumber(amount)} ${unit}`;
  const sum = `${joined(shown)} = ${total}`;
  return {
    amount,
    sum: sum === `${total} = ${total}` ? undefined : sum,
    gaps: distinct(counted.flatMap(({ gaps }) => gaps)),
  };
}

interface PartDemand {
  readonly amount: number;
  readonly words: string;
  readonly gaps: readonly Gap[];
}

/** Kubernetes, "Init Containers", Resource sharing: the larger of the sum of all containers and the largest init container. */
function ofPart({ at, nodes, group }: JobPart, type: ResourceType, unit: string): PartDemand {
  const { containers = [], init = [] } = group ?? {};
  const amounts = containers.map((ask) => known(ask, type));
  const sum = rounded(amounts.reduce((all, one) => all + one, 0));
  const largest = Math.max(0, ...init.map((ask) => known(ask, type)));
  const gaps = [...containers, ...init].flatMap((ask) => gapOf(ask, type));
  // GPUs are for those that ask for them.
  if (containers.length === 0 && type !== "GPU") {
    const lacking = nodes === undefined ? "it has" : `${shownNumber(nodes)} of its nodes have`;
    gaps.push({ at: group?.at ?? at, why: `${lacking} no container` });
  }
  if (largest > sum) return { amount: largest, words: `${shownNumber(largest)} ${unit} of an init container`, gaps };
  const said = amounts.filter((one) => one > 0).map(shownNumber);
  const words = said.length > 1 ? `(${joined(said)}) ${unit}` : `${shownNumber(sum)} ${unit}`;
  return { amount: sum, words, gaps };
}

/** What is not said counts as nothing; `gapOf` tells of it. */
function known(ask: Ask, type: ResourceType): number {
  const asked = askedOf(ask, type) ?? 0;
  return asked >= 0 ? asked : 0;
}

function gapOf(ask: Ask, type: ResourceType): Gap[] {
  const asked = askedOf(ask, type);
  if (asked === undefined) return type === "GPU" ? [] : [{ at: ask.at }];
  return asked >= 0 ? [] : [{ at: ask.at, why: "what it says is no amount" }];
}

/** Nodes that ask for the same have the same gaps. */
function distinct(gaps: readonly Gap[]): Gap[] {
  return [...new Map(gaps.map((gap) => [gap.at.join("\u0000"), gap])).values()];
}

/** Parts of a vCPU are sums of binary fractions. */
const rounded = (amount: number): number => Math.round(amount * 1e6) / 1e6;
// Made once: `toLocaleString` would make one for each number.
const NUMBERS = new Intl.NumberFormat("en-US", { maximumFractionDigits: 6 });
const shownNumber = (amount: number): string => NUMBERS.format(amount);

function joined(terms: readonly string[]): string {
  const rest = terms.length - MOST_TERMS;
  return [...terms.slice(0, MOST_TERMS), ...(rest > 0 ? [`${rest} more`] : [])].join(" + ");
}
