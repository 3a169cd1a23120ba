"""The process dies before each of its calls to AWS, and after the last one; a second start puts everything right."""

import itertools

from memory_platform import KillableSession, Killed, Platform, PlatformTest

from dapf_rows import ABORTED, PENDING, SUBMITTED, SUCCEEDED
from pipeline import check, open_rows, submit, tidy

KEYS = ("brake_disc/xgb", "gearbox/xgb")


class Crashes(PlatformTest):
    def each_crash(self, prepare, step, verify):
        """:returns: how many crashes were tried."""
        platform, session = Platform("training"), KillableSession()
        for call in itertools.count(1):
            platform.clear()
            prepare(platform)
            session.kill_at(call)
            try:
                step(platform, session=session)
            except Killed:
                ended = False
            else:
                ended = True  # The script makes fewer calls: it runs a second time after its end.
            step(platform)
            try:
                verify(platform)
            except AssertionError as error:
                raise AssertionError(f"killed before call {call}") from error
            if ended:
                return call - 1

    def rows_are(self, platform, status):
        self.assertEqual(platform.statuses(), dict.fromkeys(KEYS, status))

    def test_the_gatekeepers_rows_are_all_there_once(self):
        def verify(platform):
            self.rows_are(platform, PENDING)
            self.assertEqual({row["attempt"] for row in platform.rows("input").values()}, {1})
            self.assertEqual(set(platform.rows("meta")), {"run", *KEYS})

        crashes = self.each_crash(
            lambda platform: open_rows(platform, day="2026-11-20", keys=("old/xgb",)),
            lambda platform, session=None: open_rows(platform, keys=KEYS, session=session),
            verify,
        )
        self.assertGreaterEqual(crashes, 10)

    def test_no_row_has_two_jobs(self):
        def verify(platform):
            self.rows_are(platform, SUBMITTED)
            jobs = platform.jobs()
            recorded = {key: row["batchjob_id"] for key, row in platform.rows("state").items()}
            self.assertEqual(recorded, {key: jobs[key]["jobId"] for key in KEYS})

        crashes = self.each_crash(lambda platform: open_rows(platform, keys=KEYS), submit, verify)
        self.assertGreaterEqual(crashes, 10)

    def test_the_status_of_every_job_is_written_down(self):
        def prepare(platform):
            open_rows(platform, keys=KEYS)
            submit(platform)

        def verify(platform):
            self.rows_are(platform, SUCCEEDED)
            self.assertEqual({row["job_status"] for row in platform.rows("state").values()}, {SUCCEEDED})
            self.assertEqual(platform.parameter(platform.complete_status), "True")

        self.assertGreaterEqual(self.each_crash(prepare, check, verify), 10)

    def test_clean_up_closes_all(self):
        def prepare(platform):
            open_rows(platform, keys=KEYS)
            submit(platform)
            platform.set_all_jobs("RUNNING")

        def verify(platform):
            self.rows_are(platform, ABORTED)
            for kind in ("input", "state"):
                self.assertEqual([k for k, row in platform.rows(kind).items() if "closed_at" not in row], [])
            self.assertEqual(platform.terminated(), set(KEYS))
            self.assertEqual(platform.parameter(platform.complete_status), "default")

        self.assertGreaterEqual(self.each_crash(prepare, tidy, verify), 15)
