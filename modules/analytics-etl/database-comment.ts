// A database with another comment is another database to the provider, so these are the HCL's to the letter.
const original: Readonly<Record<string, string>> = {
  data_quality: "data quality athena db database",
  monitoring: "monitoring athendb database",
  operations: "operations athendb database",
};

/**
 * The comment of an Athena database.
 * @param key of the database in the settings
 * @param given what the settings say
 */
export function databaseComment(key: string, given: string | undefined): string | undefined {
  return given ?? original[key];
}
