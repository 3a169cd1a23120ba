/** What the Describe operations of resources have in common. */
import { PER_CALL } from "../../../aws/batch/limits";
import { InvalidRequest } from "./errors";
import type { Page, PageRequest } from "./pages";
import { page, requireNamesOrPages } from "./pages";
import type { Resource, Table } from "./table";

/**
 * The resources that are asked for, or all; unknown ones are left out, as Batch does.
 *
 * @param list - member of the request that names them
 * @param wanted - names or ARNs; undefined or empty: all
 */
export function described<T extends Resource>(
  list: string,
  table: Table<T>,
  wanted: readonly string[] | undefined,
  request: PageRequest,
  now: number,
): Page<T> {
  if (wanted === undefined || wanted.length === 0) return page(list, table.numbered(now), request);
  if (wanted.length > PER_CALL.described) {
    throw new InvalidRequest(`${list} must have at most ${PER_CALL.described} entries.`);
  }
  requireNamesOrPages(list, wanted, request);
  const asked = new Set(wanted);
  const entries = table.numbered(now).filter(({ resource }) => asked.has(resource.arn) || asked.has(resource.name));
  return page(list, entries, request);
}
