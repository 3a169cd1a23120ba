import { createHash } from "node:crypto";
import { RESOURCE_SCHEMAS } from "../../../aws/batch/resource-schemas";
import type { ResourceSchema } from "../../../aws/fields/cloud-formation";

const schemas: readonly ResourceSchema[] = Object.values(RESOURCE_SCHEMAS);

describe("the schemas of the resource types", () => {
  it("are the same bytes as ever: a change, even of white space, is planned as a change of every queue", () => {
    const hashes = Object.entries(RESOURCE_SCHEMAS).map(([name, schema]) => [
      name,
      createHash("sha256").update(JSON.stringify(schema)).digest("hex").slice(0, 12),
    ]);
    expect(Object.fromEntries(hashes)).toEqual({
      serviceEnvironment: "449547362c9c",
      schedulingPolicy: "28afdb888e10",
      jobQueue: "18614dd571c7",
      quotaShare: "13edda21ecfa",
      consumableResource: "30ec86079c16",
      computeEnvironment: "ea7be75f1089",
      jobDefinition: "ce534e6e13c4",
    });
  });

  it("hold nothing that Terraform would take for an expression", () => {
    expect(schemas.filter((schema) => /[$%]\{/.test(JSON.stringify(schema)))).toEqual([]);
  });

  it.each(schemas)("name only properties that $typeName has", (schema) => {
    const named = [...schema.primaryIdentifier, ...schema.createOnlyProperties, ...schema.readOnlyProperties];
    const known = Object.keys(schema.properties);
    expect(named.map((pointer) => pointer.split("/")[2] ?? "").filter((name) => !known.includes(name))).toEqual([]);
    expect(schema.required.filter((name) => !known.includes(name))).toEqual([]);
  });

  it.each(schemas)("define what $typeName refers to, and nothing else", (schema) => {
    const references = [...JSON.stringify(schema).matchAll(/"#\/definitions\/(\w+)"/g)].map(([, name]) => name);
    expect(new Set(references)).toEqual(new Set(Object.keys(schema.definitions)));
  });

  it("let every type change its tags in place", () => {
    expect(schemas.filter(({ createOnlyProperties }) => createOnlyProperties.includes("/properties/Tags"))).toEqual([]);
  });
});
