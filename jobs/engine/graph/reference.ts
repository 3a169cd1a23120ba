/** @returns the name in `${name}`; undefined for any other text, also one that only contains such a reference. */
export function referencedName(text: string): string | undefined {
  return /^\$\{([^{}]*)\}$/.exec(text)?.[1];
}

// AWS Batch: a UUID; a job of an array has its index behind a colon. A service job may also be named by its ARN.
const JOB_ID = /^(?:arn:[^ ]*\/)?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?::\d+)?$/i;

/** What is wrong with the `jobId` of a dependency that names neither a job of the file nor one that exists. */
export interface WrongReference {
  readonly rule: string;
  readonly hint?: string;
}

/** @returns what judges a `jobId` of a file whose jobs have these names; undefined when it is an id or a reference */
export function referenceJudge(names: readonly string[]): (jobId: string) => WrongReference | undefined {
  const known = new Set(names);
  // What a shell makes of ${name} outside of quotes: the value of a variable, which there is none of, else what is behind a dash.
  const left = new Map<string, string>();
  for (const name of names) {
    const [, rest] = /^[A-Za-z_]\w*-(.*)$/s.exec(name) ?? [];
    if (rest !== undefined && !left.has(rest)) left.set(rest, name);
  }
  return (jobId) => {
    if (referencedName(jobId) !== undefined || JOB_ID.test(jobId)) return undefined;
    const rule = "must be ${name of a job of the file} or the id of a job";
    if (known.has(jobId)) return { rule, hint: `write \${${jobId}}` };
    const name = jobId === "" ? "name" : left.get(jobId);
    if (name === undefined) return { rule };
    return { rule, hint: `was it \${${name}}? A shell replaces that: quote EOF in the here-document, <<'EOF'` };
  };
}
