import * as fs from "node:fs";
import * as path from "node:path";
import { environmentSchema } from "../config/schema";
import { PLACEHOLDERS } from "../config/placeholders";

const repository = path.resolve(__dirname, "..");
const page = (name: string) => fs.readFileSync(path.join(repository, "docs", name), "utf8");

describe("docs/environments.md", () => {
  test.each(Object.keys(environmentSchema.in.shape))("explains %s", (key) => {
    expect(page("environments.md")).toContain(`\`${key}`);
  });

  test.each(PLACEHOLDERS.map((name) => [name]))("names the placeholder %s", (name) => {
    expect(page("environments.md")).toContain(`\`${name.replace(/^tfvars_/, "")}\``);
  });
});

describe("the documents", () => {
  const documents = [
    "README.md",
    "CONTRIBUTING.md",
    ...fs.readdirSync(path.join(repository, "docs")).map((file) => `docs/${file}`),
  ];

  test.each(documents.filter((file) => file.endsWith(".md")))("%s links only to files that exist", (document) => {
    const text = fs.readFileSync(path.join(repository, document), "utf8");
    const links = [...text.matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)].map((match) => match[1] ?? "");
    const broken = links.filter((link) => !fs.existsSync(path.resolve(repository, path.dirname(document), link)));

    expect(broken).toEqual([]);
  });

  test.each(documents.filter((file) => file.endsWith(".md")))("%s names only scripts of package.json", (document) => {
    const text = fs.readFileSync(path.join(repository, document), "utf8");
    const { scripts } = JSON.parse(fs.readFileSync(path.join(repository, "package.json"), "utf8")) as {
      scripts: Record<string, string>;
    };
    const named = [...text.matchAll(/npm run ([a-z:]+)/g)].map((match) => match[1] ?? "");

    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });
});
