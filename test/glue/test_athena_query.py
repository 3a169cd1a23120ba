import unittest
from unittest import mock

from memory_platform import PlatformTest  # noqa: F401 -- puts the modules on the path

from athena_query import Athena, QueryError, ddl_name, table_name


def client(*states, rows=()):
    """Athena that shows these states one after the other."""
    athena = mock.Mock()
    athena.start_query_execution.return_value = {"QueryExecutionId": "q"}
    athena.get_query_execution.side_effect = [{"QueryExecution": {"Status": state}} for state in states]
    page = {"ResultSet": {"Rows": [{"Data": [{"VarCharValue": cell} if cell else {} for cell in row]} for row in rows]}}
    athena.get_paginator.return_value.paginate.return_value = [page]
    return athena


class Queries(unittest.TestCase):
    def setUp(self):
        self.sleeps = []

    def athena(self, *states, **settings):
        self.client = client(*states, **settings)
        return Athena(self.client, "s3://bucket/results/", timeout_seconds=3, sleep=self.sleeps.append)

    def test_a_result_is_rows_by_the_names_of_the_columns(self):
        athena = self.athena({"State": "SUCCEEDED"}, rows=[("name", "count"), ("gearbox", "2"), ("wiper", None)])

        self.assertEqual(athena.rows("SELECT"), [{"name": "gearbox", "count": "2"}, {"name": "wiper", "count": ""}])

    def test_the_end_is_waited_for_with_growing_pauses(self):
        self.athena({"State": "QUEUED"}, {"State": "RUNNING"}, {"State": "SUCCEEDED"}).execute("SELECT")

        self.assertEqual(self.sleeps, [0.5, 1.0])

    def test_a_failed_statement_is_an_error_with_athenas_reason(self):
        athena = self.athena({"State": "FAILED", "StateChangeReason": "TABLE_NOT_FOUND"})

        with self.assertRaisesRegex(QueryError, "FAILED: TABLE_NOT_FOUND: SELECT 1"):
            athena.execute("SELECT 1")

    def test_a_statement_without_end_is_stopped(self):
        athena = self.athena(*[{"State": "RUNNING"}] * 9)

        with self.assertRaisesRegex(QueryError, "no end after 3 s: SELECT 1"):
            athena.execute("SELECT 1")
        self.client.stop_query_execution.assert_called_once_with(QueryExecutionId="q")

    def test_names_are_quoted_as_the_statement_needs_it(self):
        self.assertEqual(table_name("db", "t"), '"db"."t"')
        self.assertEqual(ddl_name("db", "t"), "`db`.`t`")

    def test_what_could_be_more_than_a_name_is_refused(self):
        for name in ('t" WHERE 1=1 --', "a.b", "", "t`"):
            with self.subTest(name), self.assertRaisesRegex(QueryError, "cannot be the name"):
                table_name("db", name)
