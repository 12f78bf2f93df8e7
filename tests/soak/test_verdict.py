"""What the judge of the soak must not let pass. Run by pytest, or alone."""

import pathlib
import random
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from soak import verdict  # noqa: E402

MINUTES = 30


def samples(resident=lambda part: 80_000, held=lambda part: 16, connections=lambda part: 200):
    """One every 5 s; `part` is how much of the run is over."""
    rng = random.Random(1)
    wobble = lambda value: value * rng.uniform(0.98, 1.02)
    count = MINUTES * 12
    return [
        {
            "seconds": 1000 + 5 * index,
            "resident_kib": wobble(resident(index / count)),
            "anonymous_kib": wobble(resident(index / count)),
            "descriptors": wobble(held(index / count)) + wobble(connections(index / count)),
            "tasks": wobble(held(index / count)) + wobble(connections(index / count)),
            "connections": connections(index / count),
            "threads": 10,
        }
        for index in range(count)
    ]


def judged(*arguments, **named):
    return verdict.grown(verdict.trend(samples(*arguments, **named), 1000, 1000 + MINUTES * 60))


class Trend(unittest.TestCase):
    def test_what_goes_up_and_down_is_flat(self):
        self.assertEqual(judged(), [])

    def test_what_grows_while_it_warms_up_is_flat(self):
        self.assertEqual(judged(lambda part: 20_000 + min(part, 0.3) * 200_000), [])

    def test_a_spike_is_no_trend(self):
        self.assertEqual(judged(lambda part: 300_000 if 0.90 < part < 0.95 else 80_000), [])

    def test_a_leak_is_found(self):
        # 10 bytes for each of 2,000,000 requests.
        found = judged(lambda part: 80_000 + part * 20_000)
        self.assertEqual([problem.split()[0] for problem in found], ["resident_kib", "anonymous_kib"])

    def test_one_step_that_never_comes_back_is_found(self):
        self.assertTrue(judged(lambda part: 80_000 if part < 0.6 else 90_000))

    def test_how_many_connect_is_up_to_the_clients(self):
        self.assertEqual(judged(connections=lambda part: 50 + part * 300), [])

    def test_descriptors_and_tasks_of_no_connection_are_found(self):
        found = judged(held=lambda part: 16 + part * 20)
        self.assertEqual([problem.split()[0] for problem in found], ["descriptors", "tasks"])

    def test_too_short_a_run_proves_nothing(self):
        with self.assertRaises(ValueError):
            verdict.trend(samples()[:12], 1000, 1060)


class Idle(unittest.TestCase):
    BEFORE = {"descriptors": 16, "tasks": 1, "threads": 6}

    def test_what_came_back_is_fine(self):
        self.assertEqual(verdict.left(self.BEFORE, {**self.BEFORE, "threads": 5}), [])

    def test_each_that_stays_is_named(self):
        for name in self.BEFORE:
            after = {**self.BEFORE, name: self.BEFORE[name] + 1}
            self.assertEqual([problem.split(":")[0] for problem in verdict.left(self.BEFORE, after)], [name])


if __name__ == "__main__":
    unittest.main()
