import { parseYaml } from "../../config/yaml";
import { Written } from "../../config/scalars";
import { configErrorOf } from "./support";

const messageOf = (content: string): string => configErrorOf(() => parseYaml("q.yaml", content)).message;

describe("parseYaml", () => {
  it("reads mappings, lists, anchors and comments", () => {
    const content = "a: &limits # three\n  - { maxCapacity: 3 }\nb: *limits\n";
    expect(parseYaml("q.yaml", content).value).toEqual({ a: [{ maxCapacity: 3 }], b: [{ maxCapacity: 3 }] });
  });

  it("leaves in quotes, or with the tag of a string, what readers of YAML differ in without", () => {
    const content = `{ a: "on", 'no': 'no', b: !!str 0x1F, c: ! 12:30, "~": "2024-01-01" }`;
    expect(parseYaml("q.yaml", content).value).toEqual({ a: "on", no: "no", b: "0x1F", c: "12:30", "~": "2024-01-01" });
    expect(parseYaml("q.yaml", "a: |\n  on\nb: >-\n  off").value).toEqual({ a: "on\n", b: "off" });
  });

  it.each("y N yes NO On off".split(" "))("wants %s in quotes, or as true or false", (word) => {
    expect(messageOf(`a:\n  - ${word}`)).toBe(
      `q.yaml:2:5: a[0] must be in quotes: readers of YAML differ in what ${word} is; write "${word}" for the text, or true or false`,
    );
  });

  it.each("0x1F -0xff 0o17 0b11 1_000 1_0.5 1__0e3 12:30 1:30:15 0:30.5 .inf -.INF .nan".split(" "))(
    "wants %s in quotes, or in decimal digits",
    (text) => {
      expect(messageOf(`a: ${text}`)).toBe(
        `q.yaml:1:4: a must be in quotes: readers of YAML differ in what ${text} is; write "${text}" for the text, or a number in decimal digits`,
      );
    },
  );

  it.each(["2024-01-01", "2024-1-1", "2001-12-14t21:59:43.10-05:00", "2001-12-15 2:59:43.10"])(
    "wants the time %s in quotes",
    (text) => {
      expect(messageOf(`a: ${text}`)).toContain(
        `readers of YAML differ in what ${text} is; write "${text}" for the text`,
      );
    },
  );

  it.each([
    "yess",
    "0x",
    "0xfg",
    "0:3",
    "1:99",
    "12:30pm",
    "2024-01",
    "2024-01-01-x",
    "_1",
    "1_a",
    "inf",
    "v1_0",
    "N_TO_N",
  ])("takes %s for the word that it is to everybody", (text) => {
    expect(parseYaml("q.yaml", `a: ${text}`).value).toEqual({ a: text });
  });

  it("keeps how numbers and booleans are written, where their values do not tell", () => {
    expect(parseYaml("q.yaml", "[7, -7, 0042, 3.10, 7390e12, +1, .5, true, True, ~, null, ]").value).toEqual([
      7,
      -7,
      new Written("0042", 42),
      new Written("3.10", 3.1),
      new Written("7390e12", 7390e12),
      new Written("+1", 1),
      new Written(".5", 0.5),
      true,
      new Written("True", true),
      null,
      null,
    ]);
  });

  it("reads keys as they are written, and wants those in quotes that readers of YAML differ in", () => {
    expect(parseYaml("q.yaml", "{ 0042: a, 1.10: b, 7390e12: c, true: d, __proto__: e }").value).toEqual(
      Object.fromEntries([
        ["0042", "a"],
        ["1.10", "b"],
        ["7390e12", "c"],
        ["true", "d"],
        ["__proto__", "e"],
      ]),
    );
    expect(messageOf("a:\n  yes: 1\n  ~: 2\n  ? [b]\n  : 3").split("\n")).toEqual([
      'q.yaml:2:3: a.yes is a key that must be in quotes: readers of YAML differ in what yes is; write "yes" for the text, or true or false',
      'q.yaml:3:3: a["~"] is a key that must be in quotes; write "~"',
      "q.yaml:4:5: a has a key that is no string",
    ]);
  });

  it("reads a file that calls itself YAML 1.1 no other way", () => {
    expect(parseYaml("q.yaml", "%YAML 1.1\n---\na: 017\nb: 0:3\n").value).toEqual({
      a: new Written("017", 17),
      b: "0:3",
    });
  });

  it("refuses tags that would make something else of a scalar", () => {
    expect(messageOf("a: !!binary aGk=")).toBe(
      "q.yaml:1:13: a has the tag tag:yaml.org,2002:binary, which has no meaning here",
    );
    expect(messageOf("a: !!timestamp 2024-01-01")).toContain("a has the tag");
    expect(messageOf("a: !mine b")).toContain("is not valid YAML");
  });

  it("refuses half of a surrogate pair", () => {
    expect(messageOf('a: "\\uD83D"')).toBe("q.yaml:1:4: a has half of a surrogate pair, which is no character");
  });

  it("refuses what is nested too deeply", () => {
    expect(messageOf("[".repeat(20_000))).toContain("is nested too deeply to be read");
  });

  it("tells line and column of a key, an entry, and the last part of a path that is there", () => {
    const yaml = parseYaml("q.yaml", "a:\n  b:\n    - c: 1\n    - d: 2\n");
    expect([
      yaml.locate(["a", "b"]),
      yaml.locate(["a", "b", 1]),
      yaml.locate(["a", "b", 1, "d"]),
      yaml.locate(["a", "x", "y"]),
      yaml.locate([]),
    ]).toEqual([
      { line: 2, column: 3 },
      { line: 4, column: 7 },
      { line: 4, column: 7 },
      { line: 1, column: 1 },
      { line: 1, column: 1 },
    ]);
  });

  it("locates everything of an empty file at its beginning", () => {
    expect(parseYaml("q.yaml", "").locate(["a", 0])).toEqual({ line: 1, column: 1 });
  });

  it("says where the syntax breaks", () => {
    expect(messageOf("a: 1\nb: [1, 2\nc: 3")).toMatch(/^q\.yaml:3:1: is not valid YAML: /);
  });

  it("refuses a key that stands twice", () => {
    expect(messageOf("a: 1\na: 2")).toBe("q.yaml:2:1: a stands twice in the same mapping; keep one of them");
    expect(messageOf("1: x\n'1': z")).toContain("q.yaml:2:1: 1 stands twice");
    expect(parseYaml("q.yaml", "42: x\n042: z").value).toEqual({ "42": "x", "042": "z" });
  });

  it("refuses an alias without its anchor", () => {
    expect(messageOf("a: *nowhere")).toContain("is not valid YAML");
  });

  it("refuses an alias of what it stands in", () => {
    expect(messageOf("a: &a [*a]")).toBe("q.yaml:1:8: a[0] is not valid YAML: *a is inside of itself");
  });

  it("takes as many aliases of an ordinary value as a file has jobs", () => {
    const content = `a: &a [${"x, ".repeat(50)}]\nb:\n${"  - *a\n".repeat(1000)}`;
    expect(parseYaml("q.yaml", content).value).toMatchObject({ b: { length: 1000 } });
  });

  it("refuses aliases that would grow without bounds", () => {
    const bomb = ["a: &a [x, x, x, x, x, x, x, x, x]"];
    for (const [from, to] of ["ab", "bc", "cd", "de", "ef"]) bomb.push(`${to}: &${to} [${`*${from},`.repeat(9)}]`);
    expect(messageOf(bomb.join("\n"))).toContain("is not valid YAML");
  });

  it("refuses a second document", () => {
    expect(messageOf("a: 1\n---\nb: 2")).toContain("is not valid YAML");
  });
});

describe("merge keys", () => {
  const valueOf = (content: string): unknown => parseYaml("q.yaml", content).value;

  it("give what a mapping does not have of its own, wherever they stand in it", () => {
    const content = "a: &a { x: 1, z: 2 }\nb: { <<: *a, z: 3 }\nc: { z: 4, <<: *a }\nd: { <<: { v: 5 } }";
    expect(valueOf(content)).toMatchObject({ b: { x: 1, z: 3 }, c: { x: 1, z: 4 }, d: { v: 5 } });
  });

  it("take a list, of which the first that has a key gives its value", () => {
    const content = "a: &a { x: 1, z: 2 }\nb: &b { z: 3, v: 4 }\nc: { <<: [*a, *b], v: 5 }\nd: { <<: [*b, *a] }";
    expect(valueOf(content)).toMatchObject({ c: { x: 1, z: 2, v: 5 }, d: { x: 1, z: 3, v: 4 } });
  });

  it("take mappings that merge others", () => {
    expect(valueOf("a: &a { x: 1 }\nb: &b { <<: *a, z: 2 }\nc: { <<: *b }")).toMatchObject({ c: { x: 1, z: 2 } });
  });

  it("are the keys that they look like in quotes", () => {
    expect(valueOf('{ "<<": 1 }')).toEqual({ "<<": 1 });
  });

  it.each(["a: { <<: 1 }", "a: { <<: [1] }", "b: &b [1]\na: { <<: *b }", "a: { <<: }"])(
    "take mappings only: %s",
    (content) => {
      expect(messageOf(content)).toMatch(
        /^q\.yaml:\d:\d+: a merges what is no mapping; write <<: \*name or <<: \[\*a, \*b\], of mappings$/,
      );
    },
  );

  it("stand once in a mapping", () => {
    expect(messageOf("a: &a { x: 1 }\nb: { <<: *a, <<: *a }")).toBe(
      "q.yaml:2:14: b has << twice; merge several with <<: [*a, *b]",
    );
  });

  it("are found where what they merge stands", () => {
    const { locate } = parseYaml("q.yaml", "a: &a { x: 1,\n  w: { z: 2 } }\nb: { v: 1, <<: [*a] }\nc: *a");
    expect([locate(["b", "w", "z"]), locate(["b", "v"]), locate(["c", "w"]), locate(["b", "none"])]).toEqual([
      { line: 2, column: 8 },
      { line: 3, column: 6 },
      { line: 2, column: 3 },
      { line: 3, column: 1 },
    ]);
  });

  it("make known in which keys there are anchors for the others", () => {
    const { anchored } = parseYaml("q.yaml", "a: &a { x: 1 }\nb: { c: &c [1], d: *c }\ne: { <<: *a }\nf: &f 1");
    expect([...anchored]).toEqual(["a"]);
  });
});
