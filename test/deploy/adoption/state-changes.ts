/** The part of a Terraform state that tests change; format version 4. */
export interface StateFile {
  terraform_version: string;
  resources: {
    module?: string;
    mode: string;
    type: string;
    name: string;
    provider: string;
    instances: Record<string, unknown>[];
  }[];
}

type Change = (state: StateFile) => void;

const everyResource =
  (change: (resource: StateFile["resources"][number]) => void): Change =>
  ({ resources }) =>
    resources.forEach(change);

/** The state, or so much of it as a test is about, after a change; the text that it is a copy of stays as it is. */
export function changed(text: string, ...changes: readonly Change[]): string {
  // The shape of a Terraform state is known.
  const state = JSON.parse(text) as StateFile;
  for (const change of changes) change(state);
  return JSON.stringify(state);
}

export const providerOf = (provider: string): Change => everyResource((one) => void (one.provider = provider));

export const writtenBy =
  (version: string): Change =>
  (state) =>
    void (state.terraform_version = version);

export const newerSchemas: Change = everyResource(({ instances }) => {
  for (const one of instances) one.schema_version = Number(one.schema_version) + 5;
});

export const wrappedIn = (module: string): Change =>
  everyResource((one) => {
    if (one.module !== undefined) one.module = `${module}.${one.module}`;
  });

export const withoutCount: Change = everyResource(({ instances }) => {
  for (const one of instances) if (one.index_key === 0) delete one.index_key;
});

export const renamed = (from: string, to: string): Change =>
  everyResource((one) => {
    if (one.module === from || one.module?.startsWith(`${from}.`) === true)
      one.module = to + one.module.slice(from.length);
  });

export const withoutModule =
  (module: string): Change =>
  (state) =>
    void (state.resources = state.resources.filter((one) => !`${one.module ?? ""}.`.startsWith(`${module}.`)));

/** Changes the first instance of a type. */
export const firstOf = (type: string, change: (instance: Record<string, unknown>) => object): Change => {
  return ({ resources }) => {
    const first = resources.find((one) => one.mode === "managed" && one.type === type);
    const [instance] = first?.instances ?? [];
    if (first === undefined || instance === undefined) throw new Error(`no ${type}`);
    first.instances.push(change(instance) as Record<string, unknown>); // Cast: members of an instance.
    if (!("deposed" in (first.instances.at(-1) ?? {}))) first.instances.shift();
  };
};
