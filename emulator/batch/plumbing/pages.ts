/** Lists that are read page by page. */
import { PER_CALL } from "../../../aws/batch/limits";
import { InvalidRequest } from "./errors";
import type { Numbered } from "./table";

export interface PageRequest {
  readonly maxResults?: number | undefined;
  readonly nextToken?: string | undefined;
}

export interface Page<T> {
  readonly items: T[];
  /** Absent on the last page. */
  readonly nextToken?: string;
}

/**
 * A describe call names what it is of, or reads pages of everything. The service's words: k1LoW/awspec #563.
 *
 * @param list - member of the request that holds the names
 * @throws InvalidRequest when both are given
 */
export function requireNamesOrPages(list: string, wanted: readonly string[], { maxResults }: PageRequest): void {
  if (wanted.length === 0 || maxResults === undefined) return;
  throw new InvalidRequest(`${list.charAt(0).toUpperCase()}${list.slice(1)} and MaxResults cannot both be set`);
}

/**
 * One page of a list. What is created or deleted between two pages neither repeats nor hides other entries.
 *
 * @param list - name of the list; a token of one list is refused for another
 * @param entries - ascending numbers
 * @param largest - number of entries that a page can have
 * @throws InvalidRequest when `maxResults` is not 1..`largest` or the token is not one of this list
 */
export function page<T>(
  list: string,
  entries: readonly Numbered<T>[],
  request: PageRequest,
  largest: number = PER_CALL.described,
): Page<T> {
  const size = pageSize(request.maxResults, largest);
  const after = request.nextToken === undefined ? -Infinity : positionOf(list, request.nextToken);
  const rest = entries.filter(({ number }) => number > after);
  const shown = rest.slice(0, size);
  const last = shown.at(-1);
  const items = shown.map(({ resource }) => resource);
  return last === undefined || rest.length === shown.length
    ? { items }
    : { items, nextToken: token(list, last.number) };
}

function pageSize(maxResults: number | undefined, largest: number): number {
  if (maxResults === undefined) return largest;
  if (Number.isInteger(maxResults) && maxResults >= 1 && maxResults <= largest) return maxResults;
  throw new InvalidRequest(`maxResults must be between 1 and ${largest}, got ${maxResults}.`);
}

function token(list: string, position: number): string {
  return Buffer.from(`${list}/${position}`).toString("base64url");
}

function positionOf(list: string, nextToken: string): number {
  const [name, position] = Buffer.from(nextToken, "base64url").toString("utf8").split("/");
  const number = Number(position);
  if (name === list && position !== undefined && Number.isInteger(number)) return number;
  throw new InvalidRequest("The nextToken is not valid.");
}
