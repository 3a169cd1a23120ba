"""Whether the data of a day is fit for use, by the results of the data-quality jobs of the analytics ETL."""

from __future__ import annotations

from athena_query import Athena, table_name


class DataQualityError(Exception):
    """Fewer checks of the day passed than are expected."""


def check_data_quality(athena: Athena, database: str, table: str, run_date: str, expected: int) -> int:
    """Count the source tables whose data of the day passed.

    :param run_date: `YYYY-MM-DD`.
    :param expected: how many must have passed.
    :returns: how many did.
    :raises DataQualityError: when they are too few.
    """
    year, month, day = run_date.split("-")
    rows = athena.rows(
        f"SELECT count(DISTINCT source_table) AS passed FROM {table_name(database, table)} "
        f"WHERE status = 'PASSED' AND year = '{year}' AND month = '{month}' AND day = '{day}'"
    )
    passed = int(rows[0]["passed"]) if rows else 0
    if passed < expected:
        raise DataQualityError(
            f"{passed} of {expected} data-quality checks of {run_date} passed in {database}.{table}: "
            "run the analytics ETL of that day first, or lower analytics_etl.expected_dq_job_count"
        )
    return passed
