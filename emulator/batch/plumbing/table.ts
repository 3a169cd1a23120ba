/** The resources of one kind in one account and Region, by name and ARN, in the order of their creation. */
import { alreadyExists, doesNotExist } from "./errors";
import type { Phase } from "./phase";
import { statusAt } from "./phase";

/** What all resources have in common. */
export interface Resource {
  readonly name: string;
  readonly arn: string;
  tags: Record<string, string>;
  phase: Phase;
}

export interface Numbered<T> {
  /** Grows with each resource; the position in a list that is read page by page. */
  readonly number: number;
  readonly resource: T;
}

export class Table<T extends Resource> {
  private readonly byArn = new Map<string, Numbered<T>>();
  private count = 0;

  /** @param parentOf - resources with different parents may have the same name */
  constructor(private readonly parentOf: (resource: T) => string = () => "") {}

  /** @throws ClientException when the name is taken, also by a resource that is being deleted */
  add(resource: T, now: number): T {
    const parent = this.parentOf(resource);
    const taken = this.all(now).some((other) => other.name === resource.name && this.parentOf(other) === parent);
    if (taken) throw alreadyExists();
    this.count += 1;
    this.byArn.set(resource.arn, { number: this.count, resource });
    return resource;
  }

  /** @returns undefined when there is none, or none any more */
  find(nameOrArn: string, now: number): T | undefined {
    const known = this.byArn.get(nameOrArn)?.resource;
    if (known !== undefined) return isThere(known, now) ? known : undefined;
    return this.all(now).find((resource) => resource.name === nameOrArn);
  }

  /** @throws ClientException when there is none */
  get(nameOrArn: string, now: number): T {
    const found = this.find(nameOrArn, now);
    if (found === undefined) throw doesNotExist(nameOrArn);
    return found;
  }

  all(now: number): T[] {
    return this.numbered(now).map(({ resource }) => resource);
  }

  numbered(now: number): Numbered<T>[] {
    const there: Numbered<T>[] = [];
    for (const [arn, entry] of this.byArn) {
      if (isThere(entry.resource, now)) there.push(entry);
      else this.byArn.delete(arn);
    }
    return there;
  }
}

function isThere(resource: Resource, now: number): boolean {
  return statusAt(resource.phase, now) !== undefined;
}
