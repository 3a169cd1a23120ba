import gzip
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[3] / "emulator" / "moto"))

from athena_sql import QueryFailed  # noqa: E402
from athena_sql.query import select  # noqa: E402
from athena_sql.table import DROP, Table, parse_create  # noqa: E402

JSON = "ROW FORMAT SERDE 'org.openx.data.jsonserde.JsonSerDe'"
SALES = Table("shop", "sales", (("part", "string"), ("units", "bigint"), ("price", "double")), (), "s3://b/s/", "csv")
PARTS = Table("stock", "parts", (("part", "string"), ("fits", "boolean")), (("day", "string"),), "s3://b/p/", "json")


class CreatingTables(unittest.TestCase):
    def test_columns_partitions_and_format_are_read(self):
        table = parse_create(
            f"""CREATE EXTERNAL TABLE IF NOT EXISTS `Shop`.`Sales` (
              `part` string COMMENT 'a, (part)', units bigint, tags array<struct<a:string,b:int>>, price decimal(10, 2))
            PARTITIONED BY (`day` string)
            {JSON} LOCATION 's3://b/sales/' TBLPROPERTIES ('projection.enabled' = 'true')""",
            "default",
        )

        self.assertEqual((table.database, table.name, table.format), ("shop", "sales", "json"))
        self.assertEqual(
            table.columns,
            (
                ("part", "string"),
                ("units", "bigint"),
                ("tags", "array<struct<a:string,b:int>>"),
                ("price", "decimal(10,2)"),
            ),
        )
        self.assertEqual((table.partitions, table.location), ((("day", "string"),), "s3://b/sales/"))

    def test_a_name_without_a_database_is_in_that_of_the_query(self):
        self.assertEqual(parse_create(f"create external table t (a int) {JSON} location 's3://b/t/'", "mine").database, "mine")

    def test_csv_has_a_delimiter_and_lines_that_are_no_rows(self):
        table = parse_create(
            r"CREATE EXTERNAL TABLE t (a int) ROW FORMAT DELIMITED FIELDS TERMINATED BY '\t' STORED AS TEXTFILE "
            "LOCATION 's3://b/t/' TBLPROPERTIES ('skip.header.line.count'='1')",
            "default",
        )

        self.assertEqual((table.format, table.delimiter, table.skipped_lines), ("csv", "\t", 1))

    def test_what_is_not_understood_is_named(self):
        for rest, reason in (
            ("STORED AS PARQUET LOCATION 's3://b/t/'", "STORED AS PARQUET"),
            ("ROW FORMAT SERDE 'org.example.Serde' LOCATION 's3://b/t/'", "org.example.Serde"),
            (JSON, "no LOCATION"),
            ("LOCATION 's3://b/t/'", "ROW FORMAT"),
        ):
            with self.assertRaisesRegex(QueryFailed, reason):
                parse_create(f"CREATE EXTERNAL TABLE t (a int) {rest}", "default")

    def test_a_table_can_be_dropped_by_a_quoted_name(self):
        match = DROP.match("DROP TABLE IF EXISTS `shop`.`sales`;")

        self.assertEqual((match["database"], match["table"]), ("shop", "sales"))


class Queries(unittest.TestCase):
    def setUp(self):
        self.objects = {
            "s3://b/s/": [("1.csv", b"gear,2,1.5\nwiper,,3\n"), ("2.csv.gz", gzip.compress(b"gear,5,1.5\n"))],
            "s3://b/p/": [
                ("day=01/a.json", b'{"Part": "gear", "fits": true}\n\n{"part": "wiper", "fits": false}\n'),
                ("day=02/_tmp", b"not json"),
            ],
        }

    def ask(self, statement, database="shop"):
        tables = {(table.database, table.name): table for table in (SALES, PARTS)}
        return select(statement, database, tables, lambda location: self.objects[location])

    def test_objects_are_rows_and_null_is_none(self):
        result = self.ask("SELECT * FROM sales ORDER BY part, units")

        self.assertEqual(result.names, ["part", "units", "price"])
        self.assertEqual(result.types, ["varchar", "bigint", "double"])
        self.assertEqual(result.rows, [["gear", "2", "1.5"], ["gear", "5", "1.5"], ["wiper", None, "3.0"]])

    def test_databases_are_joined(self):
        result = self.ask(
            'SELECT s.part, sum(units) AS sold FROM "shop"."sales" s JOIN "stock"."parts" p ON s.part = p.part '
            "WHERE p.fits AND p.day = '01' GROUP BY s.part;"
        )

        self.assertEqual(result.rows, [["gear", "7"]])

    def test_booleans_are_read_as_athena_shows_them(self):
        self.assertEqual(self.ask("SELECT fits FROM parts ORDER BY part", "stock").rows, [["true"], ["false"]])

    def test_a_function_that_sqlite_lacks_is_named(self):
        with self.assertRaisesRegex(QueryFailed, "approx_distinct"):
            self.ask("SELECT approx_distinct(part) FROM sales")

    def test_what_does_not_exist_is_named(self):
        for statement, reason in (
            ("SELECT * FROM nowhere", "TABLE_NOT_FOUND: Table 'nowhere'"),
            ("SELECT colour FROM sales", "COLUMN_NOT_FOUND: Column 'colour'"),
        ):
            with self.assertRaisesRegex(QueryFailed, reason):
                self.ask(statement)

    def test_an_object_that_does_not_fit_is_named(self):
        self.objects["s3://b/p/"].append(("day=03/b.json", b"nothing"))

        with self.assertRaisesRegex(QueryFailed, "HIVE_BAD_DATA: s3://b/p/day=03/b.json"):
            self.ask("SELECT * FROM parts", "stock")

    def test_a_query_reads_and_does_nothing_else(self):
        for statement in ("WITH x AS (SELECT 1) DELETE FROM sales", "SELECT load_extension('x')"):
            with self.assertRaises(QueryFailed):
                self.ask(statement)


if __name__ == "__main__":
    unittest.main()
