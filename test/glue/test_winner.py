import unittest

from memory_platform import PlatformTest  # noqa: F401 -- puts the modules on the path

from winner import NoWinnerError, winner_of


class Winner(unittest.TestCase):
    def test_the_best_mean_wins(self):
        values = {"lr": {"a": 1.0, "b": 3.0}, "xgb": {"a": 2.5, "b": 1.0}}

        self.assertEqual(winner_of(values, "minimize"), "xgb")
        self.assertEqual(winner_of(values, "maximize"), "lr")

    def test_an_algorithm_that_failed_where_it_is_hard_does_not_win_by_that(self):
        self.assertEqual(winner_of({"lr": {"easy": 1.0}, "xgb": {"easy": 2.0, "hard": 9.0}}, "minimize"), "xgb")

    def test_of_equals_the_first_by_name_wins(self):
        self.assertEqual(winner_of({"xgb": {"a": 1.0}, "lr": {"a": 1.0}}, "minimize"), "lr")

    def test_without_values_there_is_no_winner(self):
        for values in ({}, {"lr": {}}):
            with self.subTest(values), self.assertRaises(NoWinnerError):
                winner_of(values, "minimize")
