/**
 * A document as the grammar has it.
 *
 * Source: IAM User Guide, "Grammar of the IAM JSON policy language".
 */
import { Fault } from "./errors";
import { isMembers, parsedJson } from "./json";
import { type PolicyKind, type Statement, statementOf } from "./statement";

export interface CompiledPolicy {
  readonly version: Version;
  readonly statements: readonly Statement[];
}

type Version = "2008-10-17" | "2012-10-17";
/** "If you do not include a Version element, the value defaults to 2008-10-17": without variables. */
const DEFAULT_VERSION = "2008-10-17";
const MEMBERS = ["Version", "Id", "Statement"];

/** @throws Fault */
export function compiledDocument(text: string, kind: PolicyKind): CompiledPolicy {
  const document = parsedJson(text);
  if (!isMembers(document)) throw new Fault("document", "", document, "an object");
  const unknown = Object.keys(document).find((member) => !MEMBERS.includes(member));
  if (unknown !== undefined) throw new Fault("document", "", unknown, MEMBERS.join(", "));
  const { Version: version = DEFAULT_VERSION, Id: id, Statement: statement } = document;
  if (!isVersion(version)) throw new Fault("document", "Version", version, '"2012-10-17" or "2008-10-17"');
  if (id !== undefined && typeof id !== "string") throw new Fault("document", "Id", id, "a text");
  if (id !== undefined && kind === "identity") {
    throw new Fault("document", "Id", id, "no Id: only policies of resources have one");
  }
  const list: readonly unknown[] = Array.isArray(statement) ? statement : [statement];
  if (list.length === 0 || statement === undefined) {
    throw new Fault("document", "Statement", statement, "a statement, or a list of statements");
  }
  const statements = list.map((one, index) => statementOf(one, index, kind, version === "2012-10-17"));
  if (kind !== "resource") refuseRepeatedSids(statements);
  return { version, statements };
}

function isVersion(version: unknown): version is Version {
  return version === "2008-10-17" || version === "2012-10-17";
}

/** "In IAM, the Sid value must be unique within a JSON policy." (IAM JSON policy elements: Sid) */
function refuseRepeatedSids(statements: readonly Statement[]): void {
  const labels = new Map<string, number>();
  for (const { label, index } of statements) {
    if (label === String(index)) continue;
    if (labels.has(label)) throw new Fault(`statement ${index}`, "Sid", label, "a Sid that no other statement has");
    labels.set(label, index);
  }
}
