/** Rows that many requests have. */
import { choice, list, map, object, text, whole } from "../../fields/field";

/** A switch that all resources have; without it they are on. */
export const switched = choice(["ENABLED", "DISABLED"], { default: "ENABLED" });
export const tags = map();

/** A list or describe request that is read page by page. */
export const pages = { maxResults: whole(), nextToken: text() };
export const filters = list(object("KeyValuesPair", { name: text(), values: list(text()) }));
