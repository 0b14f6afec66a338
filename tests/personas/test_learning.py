"""Learning: better likelihoods and an honest temperature from customers whose group is known."""

from collections.abc import Mapping
from dataclasses import replace
from math import exp, lgamma

import numpy as np
import pytest

from personas import learning
from personas.belief import believe, tempered
from personas.learning import (
    ROUNDS,
    Audit,
    Lessons,
    count,
    fit_temperature,
    learn,
    teach,
)
from personas.model import FloatArray, Question
from tests.personas.banks import (
    BLIND,
    SHIPPED,
    Rows,
    bank,
    question,
    saw,
    slow_likelihood,
)

Counts = Mapping[tuple[str, int], float]

SEEDS = range(5)
K0 = 20.0
MANY = 200_000
ONE = question("one", [{8: 2}, {2: 2, 3: 1}, BLIND])
TWO = question("two", [{8: 1}, {3: 2}])
SMALL = bank(ONE, TWO)


def random_question(generator: np.random.Generator, answers: int) -> Question:
    """A question with random weights."""
    rows = generator.integers(-2, 3, (answers, 9))
    return question("one", [dict(enumerate(map(float, row), start=1)) for row in rows])


def random_counts(generator: np.random.Generator, answers: int) -> Counts:
    """Random counts of a question's answers; some cells were never seen."""
    return {
        (f"a{at}", group): float(generator.integers(1, 60))
        for at in range(answers)
        for group in range(1, 10)
        if generator.random() < 0.8
    }


def drawn(generator: np.random.Generator, truth: FloatArray, customers: int) -> Counts:
    """Counts of what so many customers of each group answer when `truth` is P(answer | group)."""
    answers = len(truth)
    counts: dict[tuple[str, int], float] = {}
    for group in range(9):
        behaved = np.zeros(answers)
        for neighbour in (group, (group + 8) % 9, (group + 1) % 9):
            mixed = 0.7 * truth[:, group] + 0.3 * truth[:, neighbour]
            behaved += generator.multinomial(customers // 3, 0.9 * mixed + 0.1 / answers)
        counts |= {(f"a{at}", group + 1): float(behaved[at]) for at in range(answers)}
    return counts


def slow_learn(one: Question, counts: Counts, rounds: int) -> Rows:
    """Expectation and maximization in plain Python, from the written formulas."""
    claimed = slow_likelihood(one)
    likelihood = claimed
    places = range(len(one.answers))
    for _round in range(rounds):
        shared = [[slow_share(one, counts, likelihood, at, to) for to in range(9)] for at in places]
        meant = [slow_meant(claimed, shared, to) for to in range(9)]
        prior = [
            [sum(meant[to][of] * claimed[at][of] for of in range(9)) for to in range(9)]
            for at in places
        ]
        totals = [K0 + sum(row[to] for row in shared) for to in range(9)]
        likelihood = [
            [(K0 * prior[at][to] + shared[at][to]) / totals[to] for to in range(9)] for at in places
        ]
    return likelihood


def slow_meant(claimed: Rows, shared: Rows, to: int) -> list[float]:
    """How likely the claim about each group is one about the group in place `to`."""

    def evidence(of: int) -> float:
        return sum(
            lgamma(K0 * claim[of] + row[to]) - lgamma(K0 * claim[of])
            for claim, row in zip(claimed, shared, strict=True)
        )

    odds = [
        1.0 if of == to else max(exp(min(evidence(of) - evidence(to), 50.0)) - 1, 0.0) / 72
        for of in range(9)
    ]
    return [one / sum(odds) for one in odds]


def slow_share(one: Question, counts: Counts, likelihood: Rows, at: int, to: int) -> float:
    """How many of the counted answers `at` were given by behaving like the group in place `to`."""
    found = 0.0
    for group in range(9):
        behaved = [0.9 * likelihood[at][each] * slow_mixing(group, each) for each in range(9)]
        slipped = 0.1 / len(one.answers)
        seen = counts.get((one.answers[at].id, group + 1), 0.0)
        found += seen * behaved[to] / (sum(behaved) + slipped)
    return found


def slow_mixing(group: int, other: int) -> float:
    """How often a customer behaves like another group: pure, or 0.3 of either neighbour."""
    if group == other:
        return (1.0 + 0.7 + 0.7) / 3
    return 0.3 / 3 if (group - other) % 9 in (1, 8) else 0.0


def simulated(seed: int, temperature: float, number: int) -> list[Audit]:
    """Judged customers whose forecasts are true once they are tempered at `temperature`."""
    generator = np.random.default_rng(seed)
    forecasts = generator.dirichlet(np.full(9, 0.5), number)
    judged = [generator.choice(9, p=row) for row in tempered(forecasts, temperature)]
    return [
        Audit(group=int(group) + 1, forecast=tuple(map(float, row)))
        for group, row in zip(judged, forecasts, strict=True)
    ]


def judged(number: int, *, right: bool, sure: float = 0.4) -> list[Audit]:
    """Judgements of customers who were all forecast to be of group 1, with probability `sure`."""
    forecast = (sure, *[(1 - sure) / 8] * 8)
    return [Audit(group=1 if right else 5, forecast=forecast)] * number


class TestLikelihoods:
    """What counted answers make of the experts' claim."""

    def test_without_counts_the_claim_stays_as_it_is(self) -> None:
        assert learn(ONE, {}) == pytest.approx(ONE.claimed(), abs=1e-12)

    @pytest.mark.parametrize("seed", SEEDS)
    def test_learning_is_expectation_and_maximization(self, seed: int) -> None:
        generator = np.random.default_rng(seed)
        one = random_question(generator, 2 + seed % 4)
        counts = random_counts(generator, 2 + seed % 4)
        expected = np.array(slow_learn(one, counts, ROUNDS))
        assert learn(one, counts) == pytest.approx(expected, abs=1e-10)

    def test_without_mixture_and_slips_it_is_the_mean_of_a_dirichlet(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(learning, "BEHAVIOUR", np.eye(9))
        monkeypatch.setattr(learning, "LAPSE", 0.0)
        counts = {("a0", 8): 6.0, ("a1", 8): 3.0, ("a2", 8): 1.0}
        expected = (K0 * ONE.claimed()[:, 8 - 1] + [6.0, 3.0, 1.0]) / (K0 + 10.0)
        assert learn(ONE, counts)[:, 8 - 1] == pytest.approx(expected)

    def test_what_is_counted_evenly_about_blind_answers_teaches_nothing(self) -> None:
        blind = question("one", [BLIND, BLIND, BLIND])
        counts = {(f"a{at}", group): 50.0 for at in range(3) for group in range(1, 10)}
        assert learn(blind, counts) == pytest.approx(blind.claimed())

    @pytest.mark.parametrize("seed", SEEDS)
    def test_the_answers_of_every_group_sum_to_one(self, seed: int) -> None:
        generator = np.random.default_rng(seed)
        found = learn(random_question(generator, 4), random_counts(generator, 4))
        assert found.sum(axis=0) == pytest.approx(np.ones(9))

    def test_a_group_that_answers_as_claimed_of_another_takes_over_that_claim(self) -> None:
        wide = question("one", [{8: 2}, {2: 2, 3: 1}, BLIND, BLIND])
        as_claimed_of_eight = {
            (f"a{at}", 5): 40 * share for at, share in enumerate(wide.claimed()[:, 8 - 1])
        }
        found = learn(wide, as_claimed_of_eight)
        careful = (K0 * wide.claimed()[0, 5 - 1] + 40 * wide.claimed()[0, 8 - 1]) / (K0 + 40)
        assert found[0, 5 - 1] > careful

    def test_nothing_becomes_impossible(self) -> None:
        assert learn(ONE, {("a0", 8): 1e6}).min() > 0

    def test_an_answer_that_was_counted_becomes_likelier_for_that_group(self) -> None:
        assert learn(ONE, {("a1", 5): 10.0})[1, 4] > ONE.claimed()[1, 4]

    def test_other_answers_become_less_likely_for_that_group(self) -> None:
        found = learn(ONE, {("a1", 5): 10.0})[:, 4] - ONE.claimed()[:, 4]
        assert list(found > 0) == [False, True, False]

    @pytest.mark.parametrize("neighbour", [4, 6])
    def test_a_neighbour_learns_too_but_less(self, neighbour: int) -> None:
        found = learn(ONE, {("a1", 5): 10.0})[1] - ONE.claimed()[1]
        assert 0 < found[neighbour - 1] < found[5 - 1]

    def test_groups_further_away_learn_nothing(self) -> None:
        found = learn(ONE, {("a1", 5): 10.0})
        far = [0, 1, 2, 6, 7, 8]
        assert found[:, far] == pytest.approx(ONE.claimed()[:, far])

    def test_nine_and_one_are_neighbours(self) -> None:
        assert learn(ONE, {("a1", 9): 10.0})[1, 0] > ONE.claimed()[1, 0]

    def test_a_stronger_claim_gives_way_less(self) -> None:
        counts = {("a1", 5): 10.0}
        weak, strong = learn(ONE, counts, 5.0), learn(ONE, counts, 100.0)
        assert ONE.claimed()[1, 4] < strong[1, 4] < weak[1, 4]

    def test_counts_are_compared_with_twenty_claimed_observations(self) -> None:
        counts = {("a1", 5): 10.0}
        assert learn(ONE, counts) == pytest.approx(learn(ONE, counts, 20.0))

    def test_answers_the_content_no_longer_has_teach_nothing(self) -> None:
        assert learn(ONE, {("gone", 5): 99.0}) == pytest.approx(ONE.claimed())

    def test_what_was_learned_before_is_not_learned_upon(self) -> None:
        counts = {("a1", 5): 10.0}
        again = learn(replace(ONE, learned=learn(ONE, counts)), counts)
        assert again == pytest.approx(learn(ONE, counts))

    @pytest.mark.parametrize("seed", SEEDS)
    def test_very_many_answers_close_nine_tenths_of_the_gap_to_the_truth(self, seed: int) -> None:
        generator = np.random.default_rng(seed)
        claim, truth = random_question(generator, 4), random_question(generator, 4).claimed()
        found = learn(claim, drawn(generator, truth, MANY))
        assert np.abs(found - truth).max() < 0.1 * np.abs(claim.claimed() - truth).max()

    @pytest.mark.parametrize("seed", SEEDS)
    def test_very_many_answers_lead_near_the_truth_behind_mixture_and_slips(
        self, seed: int
    ) -> None:
        generator = np.random.default_rng(seed)
        claim, truth = random_question(generator, 4), random_question(generator, 4).claimed()
        found = learn(claim, drawn(generator, truth, MANY))
        assert found == pytest.approx(truth, abs=0.05)  # eight rounds do not settle wholly

    @pytest.mark.parametrize("seed", SEEDS)
    def test_more_rounds_change_little(self, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
        generator = np.random.default_rng(seed)
        claim, truth = random_question(generator, 4), random_question(generator, 4).claimed()
        counts = drawn(generator, truth, 900)
        found = learn(claim, counts)
        monkeypatch.setattr(learning, "ROUNDS", 20 * ROUNDS)
        assert found == pytest.approx(learn(claim, counts), abs=0.04)


class TestCounting:
    """Answers counted by the group that was confirmed."""

    def test_every_answer_is_counted_under_the_confirmed_group(self) -> None:
        assert count([(8, [("one", "a0"), ("two", "a1")])]) == {
            ("one", "a0", 8): 1.0,
            ("two", "a1", 8): 1.0,
        }

    def test_the_same_answer_of_two_customers_counts_twice(self) -> None:
        assert count([(8, [("one", "a0")]), (8, [("one", "a0")])]) == {("one", "a0", 8): 2.0}

    def test_groups_are_counted_apart(self) -> None:
        found = count([(8, [("one", "a0")]), (2, [("one", "a0")])])
        assert found == {("one", "a0", 8): 1.0, ("one", "a0", 2): 1.0}

    def test_nobody_gives_no_counts(self) -> None:
        assert count([(8, [])]) == {}


class TestTeaching:
    """The bank with what was learned."""

    def test_a_counted_question_answers_with_what_was_learned(self) -> None:
        taught = teach(SMALL, Lessons(counts={("one", "a1", 5): 10.0}))
        expected = learn(ONE, {("a1", 5): 10.0})
        assert taught.by_id["one"].likelihood() == pytest.approx(expected)

    def test_a_question_without_counts_stays_as_claimed(self) -> None:
        taught = teach(SMALL, Lessons(counts={("one", "a1", 5): 10.0}))
        assert taught.by_id["two"].learned is None

    def test_the_experts_claim_stays_beside_what_was_learned(self) -> None:
        taught = teach(SMALL, Lessons(counts={("one", "a1", 5): 10.0}))
        assert np.array_equal(taught.by_id["one"].claimed(), ONE.claimed())

    def test_the_bank_it_was_taught_from_does_not_change(self) -> None:
        teach(SMALL, Lessons(counts={("one", "a1", 5): 10.0}, temperature=2.0))
        assert (SMALL.by_id["one"].learned, SMALL.temperature) == (None, 1.25)

    def test_the_temperature_is_taken_over(self) -> None:
        assert teach(SMALL, Lessons(counts={}, temperature=1.9)).temperature == 1.9

    def test_questions_the_content_no_longer_has_teach_nothing(self) -> None:
        taught = teach(SMALL, Lessons(counts={("gone", "a1", 5): 10.0}))
        assert [one.learned for one in taught.questions] == [None, None]

    def test_questions_keep_their_order(self) -> None:
        taught = teach(SHIPPED, Lessons(counts={(SHIPPED.questions[3].id, "x", 1): 1.0}))
        assert [one.id for one in taught.questions] == [one.id for one in SHIPPED.questions]

    def test_personas_and_cues_stay(self) -> None:
        taught = teach(SHIPPED, Lessons(counts={}))
        assert (taught.personas, taught.cues) == (SHIPPED.personas, SHIPPED.cues)

    def test_a_lesson_replaces_the_one_before(self) -> None:
        once = teach(SMALL, Lessons(counts={("one", "a1", 5): 10.0}))
        again = teach(once, Lessons(counts={("one", "a1", 5): 10.0}))
        assert again.by_id["one"].likelihood() == pytest.approx(once.by_id["one"].likelihood())

    def test_a_belief_follows_what_was_learned(self) -> None:
        taught = teach(SMALL, Lessons(counts={("one", "a1", 6): 500.0}))
        believed = [believe(each, [saw("one", "a1")]).groups.argmax() for each in (SMALL, taught)]
        assert believed == [2 - 1, 6 - 1]


class TestTemperature:
    """How far reported probabilities are flattened, from judgements made before the card."""

    def test_without_audits_it_is_one_and_a_quarter(self) -> None:
        assert fit_temperature([]) == 1.25

    @pytest.mark.parametrize("temperature", [0.7, 1.0, 1.25, 1.8, 2.6])
    def test_many_audits_recover_a_known_temperature(self, temperature: float) -> None:
        found = fit_temperature(simulated(1, temperature, 4000))
        assert found == pytest.approx(temperature, rel=0.08)

    @pytest.mark.parametrize("seed", SEEDS)
    def test_a_few_audits_move_it_little(self, seed: int) -> None:
        assert fit_temperature(simulated(seed, 1.25, 5)) == pytest.approx(1.25, abs=0.25)

    def test_a_few_audits_are_drawn_towards_one_and_a_quarter(self) -> None:
        few, many = (fit_temperature(simulated(3, 2.6, number)) for number in (8, 4000))
        assert 1.0 < few < many

    def test_one_audit_that_says_nothing_leaves_it(self) -> None:
        nothing = Audit(group=3, forecast=(1 / 9,) * 9)
        assert fit_temperature([nothing]) == pytest.approx(1.25, abs=0.01)

    @pytest.mark.parametrize("number", [1, 10, 50, 99])
    def test_with_fewer_than_a_hundred_audits_it_is_never_below_one(self, number: int) -> None:
        assert fit_temperature(judged(number, right=True)) >= 1.0

    def test_ninety_nine_right_forecasts_end_at_one(self) -> None:
        assert fit_temperature(judged(99, right=True)) == 1.0

    def test_a_hundred_right_forecasts_sharpen(self) -> None:
        assert fit_temperature(judged(100, right=True)) < 1.0

    def test_wrong_forecasts_make_it_more_careful(self) -> None:
        assert fit_temperature(judged(20, right=False, sure=0.9)) > 1.5

    @pytest.mark.parametrize("right", [True, False])
    def test_it_stays_between_a_half_and_four(self, right: bool) -> None:
        assert 0.5 <= fit_temperature(judged(5000, right=right, sure=0.6)) <= 4.0 + 1e-9

    def test_the_order_of_audits_does_not_matter(self) -> None:
        audits = simulated(2, 1.8, 60)
        assert fit_temperature(audits[::-1]) == fit_temperature(audits)

    def test_a_forecast_of_zero_that_came_true_is_survived(self) -> None:
        ruled_out = Audit(group=9, forecast=(1.0, *[0.0] * 8))
        assert 1.25 < fit_temperature([ruled_out]) <= 4.0 + 1e-9
