/** Which operation of a REST protocol a request is, and its members. Source: Smithy, "HTTP bindings". */
import { jsonIn } from "../../../edge/messages";
import type { EdgeRequest } from "../../../edge/messages";
import type { Route, RouteMember } from "../../facts";
import type { Params } from "../api-call";

export interface Routed {
  readonly operation: string;
  readonly params: Params;
}

interface Compiled {
  readonly route: Route;
  readonly pattern: RegExp;
  /** Names of the labels in the order of the pattern's groups. */
  readonly labels: readonly string[];
  /** What the query has to hold. */
  readonly query: readonly (readonly [string, string])[];
}

interface Table {
  /** `GET /v1/jobs` -> routes without a label, those that ask most of the query first. */
  readonly fixed: ReadonlyMap<string, readonly Compiled[]>;
  readonly labelled: ReadonlyMap<string, readonly Compiled[]>;
}

/** One list of routes a service, so that the lists are kept as long as somebody has them. */
const tables = new WeakMap<readonly Route[], Table>();

/** @returns undefined when the service has no such request */
export function routed(request: EdgeRequest, routes: readonly Route[]): Routed | undefined {
  const [path = "/", search = ""] = split(request.url, "?");
  const query = new URLSearchParams(search);
  const table = tableOf(routes);
  const fits = ({ query: asked }: Compiled) =>
    asked.every(([name, value]) => query.has(name) && (value === "" || query.get(name) === value));
  const fixed = table.fixed.get(fixedKey(request.method, path))?.find(fits);
  if (fixed !== undefined) return withParams(fixed, [], query, request);
  for (const compiled of table.labelled.get(request.method) ?? []) {
    const match = fits(compiled) ? compiled.pattern.exec(path) : null;
    if (match !== null) return withParams(compiled, match.slice(1), query, request);
  }
  return undefined;
}

function tableOf(routes: readonly Route[]): Table {
  const known = tables.get(routes);
  if (known !== undefined) return known;
  const compiled = routes.map(compile).sort(bySpecificity);
  const table = {
    fixed: grouped(
      compiled.filter(({ labels }) => labels.length === 0),
      ({ route }) => fixedKey(route.method, split(route.uri, "?")[0] ?? ""),
    ),
    labelled: grouped(
      compiled.filter(({ labels }) => labels.length > 0),
      ({ route }) => route.method,
    ),
  };
  tables.set(routes, table);
  return table;
}

/** Services take a path with or without a slash at its end. */
function fixedKey(method: string, path: string): string {
  return `${method} ${path.length > 1 ? path.replace(/\/$/, "") : path}`;
}

function compile(route: Route): Compiled {
  const [path = "", search = ""] = split(route.uri, "?");
  const labels: string[] = [];
  const pattern = path.replace(/\{([^}+]+)(\+?)\}|[^{}\w/-]/g, (text, label?: string, isGreedy?: string) => {
    if (label === undefined) return `\\${text}`;
    labels.push(label);
    return isGreedy === "+" ? "(.+)" : "([^/]+)";
  });
  return {
    route,
    labels,
    pattern: new RegExp(`^${pattern.replace(/\/$/, "")}/?$`),
    query: [...new URLSearchParams(search)],
  };
}

/** Fewer labels, a longer path and more of the query say more. */
function bySpecificity(a: Compiled, b: Compiled): number {
  return (
    b.query.length - a.query.length || a.labels.length - b.labels.length || b.route.uri.length - a.route.uri.length
  );
}

function grouped(items: readonly Compiled[], keyOf: (item: Compiled) => string): Map<string, Compiled[]> {
  const groups = new Map<string, Compiled[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

function withParams(
  { route, labels }: Compiled,
  values: readonly string[],
  query: URLSearchParams,
  request: EdgeRequest,
): Routed {
  const body = request.body[0] === 0x7b ? jsonIn(request.body) : {};
  const ofLabel = new Map(labels.map((label, index) => [label, decoded(values[index] ?? "")]));
  const elsewhere = route.members.map(({ member, location, name }: RouteMember) => {
    if (location === "uri") return [member, ofLabel.get(name)] as const;
    if (location === "header") return [member, request.headers[name.toLowerCase()]] as const;
    const texts = query.getAll(name);
    return [member, texts.length > 1 ? texts : texts[0]] as const;
  });
  const params = { ...body, ...Object.fromEntries(elsewhere.filter(([, value]) => value !== undefined)) };
  return { operation: route.operation, params };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function split(text: string, mark: string): readonly string[] {
  const at = text.indexOf(mark);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
