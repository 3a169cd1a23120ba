import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";

/** A file that Terraform will find in the root's folder. */
export interface Asset {
  /** An expression for `source` or `filename`, valid in any module: `${path.root}/assets/<hash>-<name>`. */
  readonly path: string;
  /** MD5 of the content in hex, what Terraform's `filemd5` gives. */
  readonly md5: string;
  /** SHA-256 of the content in base64, what Terraform's `filebase64sha256` gives. */
  readonly sha256: string;
}

/** A file read once, however many environments use it. */
const read = new Map<string, Uint8Array>();

/**
 * The files beside the Terraform JSON of one root. They are called by their content, so the same file is there once, a
 * changed file has a changed path, and what is there already need not be written again.
 */
export class AssetFolder {
  private readonly files = new Map<string, Uint8Array>();

  /** Takes in an existing file. @param file absolute path */
  addFile(file: string): Asset {
    const content = read.get(file) ?? fs.readFileSync(file);
    read.set(file, content);
    return this.add(path.basename(file), content);
  }

  /** Takes in a file that synthesis makes. @param name letters, digits, `.`, `_` and `-` */
  add(name: string, content: Uint8Array): Asset {
    const { md5, sha256 } = digestsOf(content);
    const file = `${md5}-${name}`;
    this.files.set(file, content);
    return { path: `\${path.root}/assets/${file}`, md5, sha256 };
  }

  /** Brings `<folder>/assets` up to date. */
  write(folder: string): void {
    const target = path.join(folder, "assets");
    if (this.files.size > 0) fs.mkdirSync(target, { recursive: true });
    const present = new Set(fs.existsSync(target) ? fs.readdirSync(target) : []);
    for (const stale of present) {
      if (!this.files.has(stale)) fs.rmSync(path.join(target, stale), { recursive: true });
    }
    for (const [name, content] of this.files) {
      if (!present.has(name)) put(path.join(target, name), content);
    }
  }
}

/** Where this process wrote a content first. */
const written = new WeakMap<Uint8Array, string>();

/**
 * A file that many environments have is one file with many names: a new name costs a hundredth of a new file. Nothing
 * writes into a file that is there, so that no environment changes another's.
 */
function put(file: string, content: Uint8Array): void {
  const first = written.get(content);
  if (first !== undefined && isLinked(first, file)) return;
  fs.writeFileSync(file, content);
  written.set(content, file);
}

/** @returns false where the file system cannot give a file a second name, or the first is gone */
function isLinked(first: string, file: string): boolean {
  try {
    fs.linkSync(first, file);
    return true;
  } catch {
    return false;
  }
}

const digests = new WeakMap<Uint8Array, Pick<Asset, "md5" | "sha256">>();

function digestsOf(content: Uint8Array): Pick<Asset, "md5" | "sha256"> {
  const known = digests.get(content);
  if (known) return known;
  const made = {
    md5: createHash("md5").update(content).digest("hex"),
    sha256: createHash("sha256").update(content).digest("base64"),
  };
  digests.set(content, made);
  return made;
}
