/** Which condition keys the policies look at that have been seen; what none looks at need not be found out. */

export class Mentions {
  private readonly texts = new Set<string>();
  private readonly found = new Map<string, boolean>();

  note(documents: Iterable<string>): void {
    for (const document of documents) {
      if (this.texts.has(document)) continue;
      this.texts.add(document);
      this.lowered.push(document.toLowerCase());
      // What was mentioned stays so; what was not may be now.
      for (const [prefix, isMentioned] of this.found) if (!isMentioned) this.found.delete(prefix);
    }
  }

  /** @param prefix - in lower case, such as `aws:resourcetag/` */
  has(prefix: string): boolean {
    const known = this.found.get(prefix);
    if (known !== undefined) return known;
    const isMentioned = this.lowered.some((text) => text.includes(prefix));
    this.found.set(prefix, isMentioned);
    return isMentioned;
  }

  clear(): void {
    this.texts.clear();
    this.found.clear();
    this.lowered.length = 0;
  }

  private readonly lowered: string[] = [];
}
