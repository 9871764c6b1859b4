"""What report.py reads out of results, and what it makes of them."""

import contextlib
import io
import json
import pathlib
import tempfile
import unittest

import report


def run(name, milliseconds, **more):
    return {"name": name, "run_type": "iteration", "cpu_time": milliseconds, "real_time": 10 * milliseconds,
            "time_unit": "ms", **more}


def read(*runs):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "result.json"
        path.write_text(json.dumps({"benchmarks": runs}))
        return report.read([path])


class Reading(unittest.TestCase):
    def test_repetitions_of_a_side_come_together(self):
        self.assertEqual(read(run("work/side", 1), run("work/side", 2)), {"work": {None: {"side": [0.001, 0.002]}}})

    def test_arguments_stand_in_their_order(self):
        self.assertEqual(list(read(run("work/side/4096", 1), run("work/side/8", 1))["work"]), [8, 4096])

    def test_iterations_are_no_argument(self):
        self.assertEqual(list(read(run("work/side/iterations:1", 1))["work"]), [None])

    def test_processor_time_counts_unless_real_time_was_asked_for(self):
        self.assertEqual(read(run("work/side/real_time", 1))["work"][None]["side"], [0.01])
        self.assertEqual(read(run("work/side/manual_time", 1))["work"][None]["side"], [0.01])
        self.assertEqual(read(run("work/side", 1, process=True))["work"][None]["side"], [0.01])

    def test_aggregates_and_failures_are_left_out(self):
        self.assertEqual(read(run("work/side", 1, run_type="aggregate"), run("work/side", 1, error_occurred=True)), {})


class Telling(unittest.TestCase):
    def test_ratios_are_beside_our_fastest_side(self):
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            report.tell("work", None, {"other": [2.0] * 5, "mmapkit slow": [4.0] * 5, "mmapkit": [1.0] * 5})
        self.assertIn("beside mmapkit;", said.getvalue())
        self.assertRegex(said.getvalue(), r"other +2 s +2\.000")

    def test_the_interval_of_what_does_not_vary_is_a_point(self):
        self.assertEqual(report.interval([2.0] * 5, [1.0] * 5), (2.0, 2.0))

    def test_the_interval_holds_the_ratio_of_medians(self):
        low, high = report.interval([2.0, 2.2, 1.8, 2.1, 1.9], [1.0, 1.1, 0.9, 1.05, 0.95])
        self.assertLess(low, 2.0)
        self.assertGreater(high, 2.0)


if __name__ == "__main__":
    unittest.main()
