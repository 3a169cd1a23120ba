import { createHash } from "node:crypto";
import { SCHEMAS, schemaText } from "../../../modules/training-queues/schemas";

describe("the schemas of the resource types", () => {
  it("are the same bytes as ever: a change, even of white space, is planned as a change of every queue", () => {
    const hashes = Object.entries(SCHEMAS).map(([name, schema]) => [
      name,
      createHash("sha256").update(schemaText(schema)).digest("hex").slice(0, 12),
    ]);
    expect(Object.fromEntries(hashes)).toEqual({
      serviceEnvironment: "449547362c9c",
      schedulingPolicy: "28afdb888e10",
      jobQueue: "18614dd571c7",
      quotaShare: "13edda21ecfa",
    });
  });

  it("hold nothing that Terraform would take for an expression", () => {
    expect(Object.values(SCHEMAS).filter((schema) => /[$%]\{/.test(schemaText(schema)))).toEqual([]);
  });

  it.each(Object.values(SCHEMAS))("name only properties that $typeName has", (schema) => {
    const named = [...schema.primaryIdentifier, ...schema.createOnlyProperties, ...schema.readOnlyProperties];
    const known = Object.keys(schema.properties);
    expect(named.map((pointer) => pointer.replace("/properties/", "")).filter((name) => !known.includes(name))).toEqual(
      [],
    );
    expect(schema.required.filter((name) => !known.includes(name))).toEqual([]);
  });

  it.each(Object.values(SCHEMAS))("define what $typeName refers to, and nothing else", (schema) => {
    const references = [...schemaText(schema).matchAll(/"#\/definitions\/(\w+)"/g)].map(([, name]) => name);
    expect(new Set(references)).toEqual(new Set(Object.keys(schema.definitions)));
  });

  it("let every type change its tags in place", () => {
    expect(
      Object.values(SCHEMAS).filter(({ createOnlyProperties }) => createOnlyProperties.includes("/properties/Tags")),
    ).toEqual([]);
  });
});
