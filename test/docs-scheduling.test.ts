import * as fs from "node:fs";
import * as path from "node:path";
import { DEFAULT_ASSUMPTIONS } from "../emulator/batch/plumbing/settings";
import { defaultOptions } from "../scheduling";

const repository = path.resolve(__dirname, "..");

/** What is cited so that it can be found: `rule X1`, `rules X1, X2 and X3`, whatever the letter. */
const CITATION = /\b[Rr]ules? [A-Z]\d{1,2}\b(?:(?:, | and )[A-Z]\d{1,2}\b)*/g;
const LABEL = /\b[A-Z]\d{1,2}\b/g;
/** Words that look like a label. */
const OTHER_WORDS = new Set(["S3"]);

interface Rule {
  readonly label: string;
  readonly source: string;
}

const page = fs.readFileSync(path.join(repository, "docs/scheduling.md"), "utf8");
const rules = [...page.matchAll(/^\| ([A-Z]\d{1,2}) +\| (.*) \| (.*) \|$/gm)].map(
  ([, label = "", , source = ""]): Rule => ({ label, source: source.trim() }),
);

/** The comments of a source text, each as one line; code between two `backticks` in them is left out. */
function commentsOf(text: string): string[] {
  const lines = text.split("\n").map((line) => {
    const [, whole, behind] = /^\s*(?:\/\/|\/?\*+|#)(.*)|(?<=\s)(?:\/\/|#) (.*)/.exec(line) ?? [];
    return whole ?? behind;
  });
  return lines
    .map((line) => line?.replace(/\*\/\s*$/, "").trim() ?? "\n")
    .join(" ")
    .replaceAll(/`[^`\n]*`/g, "")
    .split("\n");
}

function citationsOf(text: string): string[] {
  return commentsOf(text).flatMap((comment) =>
    (comment.match(CITATION) ?? []).flatMap((citation) => citation.match(LABEL) ?? []),
  );
}

/** Labels that stand in comments without the word `rule`, so that nobody would find them. */
function strayLabelsOf(text: string): string[] {
  const words = commentsOf(text).flatMap((comment) => comment.replaceAll(CITATION, "").match(LABEL) ?? []);
  return words.filter((word) => !OTHER_WORDS.has(word));
}

// Not this test, which has citations in strings that look like comments.
const sources = fs
  .readdirSync(repository, { withFileTypes: true })
  .filter(({ name }) => !/^\.|^node_modules$|^cdktf\.out$/.test(name))
  .flatMap((entry) => {
    if (!entry.isDirectory()) return [entry.name];
    const files = fs.readdirSync(path.join(repository, entry.name), { recursive: true, encoding: "utf8" });
    return files.map((file) => path.join(entry.name, file));
  })
  .filter((file) => /\.(?:ts|py|[cm]?js)$/.test(file) && file !== path.relative(repository, __filename))
  .map((file) => ({ file, text: fs.readFileSync(path.join(repository, file), "utf8") }));

/** `file: label` of each one found. */
const found = (of: (text: string) => string[], wanted: (label: string) => boolean) =>
  sources.flatMap(({ file, text }) =>
    of(text)
      .filter(wanted)
      .map((label) => `${file}: ${label}`),
  );

describe("citations of rules in comments", () => {
  test.each([
    ["// Rule F5: by priority.", ["F5"]],
    ["const a = 1; // as rule F5 says", ["F5"]],
    ["/** All at once (rules C2, C6 and P14). */", ["C2", "C6", "P14"]],
    [" * according to rules\n * C2 and\n * C6", ["C2", "C6"]],
    ["# Rule Z9 of Python", ["Z9"]],
    ["// the rule `F5` is code, ml.p5.48xlarge and S3 are none", []],
    ['expect("rule F5").toBe(G5);', []],
  ])("are found: %s", (text, labels) => {
    expect(citationsOf(text)).toEqual(labels);
    expect(strayLabelsOf(text)).toEqual([]);
  });

  test("are found where the word is missing", () => {
    expect(strayLabelsOf("// F5 (API): an object of S3\n\n// rule P1, `G5`; P2")).toEqual(["F5", "P2"]);
  });
});

describe("the rules of docs/scheduling.md", () => {
  const labels = rules.map(({ label }) => label);

  test("have labels of their own, numbered in each family", () => {
    const families = ["F", "S", "Q", "C", "O", "P", "R", "E"].map((family) =>
      labels.filter((label) => label[0] === family),
    );
    expect(families.flat()).toEqual(labels);
    for (const family of families) {
      expect(family).toEqual(family.map((label, i) => `${label.charAt(0)}${String(i + 1)}`));
      expect(family).not.toHaveLength(0);
    }
  });

  test("have every label that code and tests cite", () => {
    expect(found(citationsOf, (label) => !labels.includes(label))).toEqual([]);
  });

  test("are cited as `rule F5`, so that a search finds them", () => {
    expect(found(strayLabelsOf, () => true)).toEqual([]);
  });

  test("are all cited by code or tests", () => {
    const cited = new Set(sources.flatMap(({ text }) => citationsOf(text)));
    expect(labels.filter((label) => !cited.has(label))).toEqual([]);
  });

  test.each(rules)("$label has AWS's page, or says that it is assumed", ({ source }) => {
    expect(source).toMatch(/assumed|\]\(https:\/\//);
    const links = [...source.matchAll(/\[([\w-]+)\]\(([^)]*)\)/g)].map(([, name = "", link]) => ({ name, link }));
    const address = "https://docs.aws.amazon.com/batch/latest";
    for (const { name, link } of links) {
      expect(link).toBe(
        /^[A-Z]/.test(name) ? `${address}/APIReference/API_${name}.html` : `${address}/userguide/${name}.html`,
      );
    }
  });

  test("name each option and each assumption at the rule that it turns, and no other", () => {
    const named = rules.flatMap(({ source }) => [...source.matchAll(/`(\w+)`/g)].map(([, name]) => name));
    expect(named.sort()).toEqual([...Object.keys(defaultOptions), ...Object.keys(DEFAULT_ASSUMPTIONS)].sort());
  });
});
