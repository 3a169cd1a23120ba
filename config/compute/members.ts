import { MAPS } from "./references";

/** @returns the values of all members of a request that are called so, wherever in it they stand; not where keys are data */
export function membersCalled(value: unknown, name: string): unknown[] {
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((one) => membersCalled(one, name));
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
    if (key === name) return [inner];
    return MAPS.includes(key) ? [] : membersCalled(inner, name);
  });
}

/** Where containers write to CloudWatch Logs. */
export interface LogPlace {
  readonly group: string | undefined;
  readonly region: string | undefined;
  /** The streams' names begin with it. */
  readonly streamPrefix: string | undefined;
}

/** @returns where the containers of a definition, or of a part of it, write that write to CloudWatch Logs */
export function logPlaces(value: unknown): LogPlace[] {
  return membersCalled(value, "logConfiguration").flatMap((configuration) => {
    // Cast: a definition that was checked has the shape of RegisterJobDefinition.
    const { logDriver, options = {} } = configuration as {
      readonly logDriver?: string;
      readonly options?: Readonly<Record<string, string | undefined>>;
    };
    if (logDriver !== "awslogs") return [];
    return [
      {
        group: options["awslogs-group"],
        region: options["awslogs-region"],
        streamPrefix: options["awslogs-stream-prefix"],
      },
    ];
  });
}
