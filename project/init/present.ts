import * as fs from "node:fs";
import * as path from "node:path";
import { InTheWayError } from "./errors";

/** What is in a folder now. */
export class Present {
  /** @param folder absolute path; need not be there. @throws InTheWayError when it is a file */
  constructor(private readonly folder: string) {
    if (fs.existsSync(folder) && !fs.statSync(folder).isDirectory()) throw new InTheWayError(folder, "folder");
  }

  get names(): readonly string[] {
    return fs.existsSync(this.folder) ? fs.readdirSync(this.folder) : [];
  }

  /**
   * @param file path in the folder, with `/`
   * @returns its content; undefined when it is not there
   * @throws InTheWayError
   */
  read(file: string): Buffer | undefined {
    const parts = file.split("/");
    for (const [index] of parts.entries()) {
      const at = path.join(this.folder, ...parts.slice(0, index + 1));
      const stat = fs.statSync(at, { throwIfNoEntry: false });
      if (stat === undefined) return undefined;
      const wanted = index === parts.length - 1 ? "file" : "folder";
      if (stat.isDirectory() !== (wanted === "folder")) throw new InTheWayError(at, wanted);
    }
    return fs.readFileSync(path.join(this.folder, file));
  }

  /** @returns the paths of the files below a folder that are not among the known ones */
  others(name: string, known: ReadonlySet<string>): string[] {
    const folder = path.join(this.folder, name);
    if (!fs.existsSync(folder)) return [];
    return fs
      .readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((file) => !file.includes("__pycache__") && fs.statSync(path.join(folder, file)).isFile())
      .map((file) => [name, ...file.split(path.sep)].join("/"))
      .filter((file) => !known.has(file));
  }
}
