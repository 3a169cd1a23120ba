import io
import logging
import unittest
from unittest import mock

from memory_platform import PlatformTest  # noqa: F401 -- puts the modules on the path

from dapf_arguments import ArgumentError, parse_arguments, percent, required
from dapf_run import begin, date_of, run_of

RUN = {
    "year": "2026",
    "month": "2",
    "day": "8",
    "execution_id": "arn:aws:states:eu-west-1:123456789012:execution:orchestrator:x",
    "region": "eu-west-1",
    "train_inputtable_name": "input",
    "train_metatable_name": "meta",
    "train_statetable_name": "state",
    "ssm_training_complete_status": "/p-dapf-ssm/training/training_complete_status",
}


class Arguments(unittest.TestCase):
    def test_a_name_and_its_value_are_two_words(self):
        self.assertEqual(parse_arguments(["script.py", "--region", "eu-west-1"]), {"region": "eu-west-1"})

    def test_a_name_and_its_value_may_be_one_word(self):
        self.assertEqual(parse_arguments(["script.py", "--query=a=b"]), {"query": "a=b"})

    def test_a_value_may_begin_with_one_hyphen(self):
        self.assertEqual(parse_arguments(["script.py", "--offset", "-1"]), {"offset": "-1"})

    def test_a_name_without_a_value_is_empty(self):
        self.assertEqual(
            parse_arguments(["script.py", "--enable-metrics", "--day", "8"]), {"enable-metrics": "", "day": "8"}
        )

    def test_the_arguments_of_a_run_come_after_the_defaults_and_win(self):
        self.assertEqual(parse_arguments(["script.py", "--day", "7", "--day", "8"]), {"day": "8"})

    def test_all_missing_arguments_are_named_at_once(self):
        with self.assertRaisesRegex(ArgumentError, "^missing arguments: --b, --c$"):
            required({"a": "1", "b": ""}, "a", "b", "c")

    def test_a_percentage_is_a_number_from_0_to_100(self):
        self.assertEqual(percent({"threshold": "12.5"}, "threshold"), 12.5)
        for text in ("-1", "101", "many", "nan"):
            with (
                self.subTest(text),
                self.assertRaisesRegex(ArgumentError, "--threshold must be a number from 0 to 100"),
            ):
                percent({"threshold": text}, "threshold")

    def test_a_percentage_that_is_not_given_has_its_default(self):
        self.assertEqual(percent({}, "threshold", 20), 20)


class TheRun(unittest.TestCase):
    def test_the_date_is_the_same_with_and_without_leading_zeros(self):
        self.assertEqual(date_of("2026", "02", "08"), date_of("2026", "2", "8"))
        self.assertEqual(run_of("training", RUN).run_date, "2026-02-08")

    def test_a_day_that_does_not_exist_is_refused(self):
        with self.assertRaisesRegex(ArgumentError, "--year 2026 --month 2 --day 30 is no date"):
            run_of("training", {**RUN, "day": "30"})

    def test_each_context_has_tables_under_names_of_its_own(self):
        self.assertEqual(run_of("training", RUN).input_table, "input")
        with self.assertRaisesRegex(ArgumentError, "--inference_inputtable_name"):
            run_of("inferencing", RUN)

    def test_the_log_holds_what_the_script_says_and_no_chatter_of_the_sdk(self):
        root, sdk = logging.getLogger(), logging.getLogger("botocore.credentials")
        self.addCleanup(setattr, root, "handlers", root.handlers)
        self.addCleanup(root.setLevel, root.level)
        self.addCleanup(logging.getLogger("botocore").setLevel, logging.getLogger("botocore").level)
        root.handlers = []

        with mock.patch("sys.stdout", io.StringIO()) as out:
            begin(["script.py"])
            logging.getLogger("dapf_submit").info("9 jobs submitted")
            sdk.info("Found credentials in environment variables.")
            sdk.warning("The clock is wrong")

        self.assertEqual(out.getvalue(), "9 jobs submitted\nThe clock is wrong\n")
