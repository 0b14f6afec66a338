"""Belief: evidence becomes a posterior as the written formulas say."""

import math
from dataclasses import replace

import numpy as np
import pytest

from personas.belief import (
    Belief,
    believe,
    group_likelihood,
    mixing_matrix,
    state_likelihood,
    weigh,
)
from personas.model import Cue, CueSeen, Evidence, Impression, lapsed
from tests.personas.banks import (
    BLIND,
    SHIPPED,
    bank,
    belief_of,
    question,
    random_belief,
    random_evidence,
    saw,
    slow_groups,
    slow_likelihood,
    slow_state_likelihood,
)

SEEDS = range(6)
UNKNOWN = [saw("gone", "a0"), saw("two", "gone"), saw("", ""), CueSeen(cue_id="gone")]
TWO = bank(question("one", [{8: 2}, {2: 2}, BLIND]), question("two", [{8: 1}, {3: 2}]))


def test_without_evidence_all_groups_are_equally_probable() -> None:
    assert believe(SHIPPED, []).posterior == pytest.approx(np.full(9, 1 / 9))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_posterior_sums_to_one(seed: int) -> None:
    evidence = random_evidence(np.random.default_rng(seed), 16)
    assert believe(SHIPPED, evidence).posterior.sum() == pytest.approx(1)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_belief_follows_the_written_formulas(seed: int) -> None:
    evidence = random_evidence(np.random.default_rng(seed), 12)
    groups = believe(SHIPPED, evidence).groups
    assert groups == pytest.approx(slow_groups(evidence), abs=1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_order_of_evidence_does_not_matter(seed: int) -> None:
    generator = np.random.default_rng(seed)
    evidence = random_evidence(generator, 10)
    shuffled = [evidence[at] for at in generator.permutation(10)]
    assert believe(SHIPPED, shuffled).posterior == pytest.approx(
        believe(SHIPPED, evidence).posterior
    )


def weights(*evidence: Evidence) -> dict[Evidence, float]:
    """How much each piece of evidence counts, told in this order; each stands there once."""
    return {one.evidence: one.weight for one in weigh(TWO, evidence)}


def test_an_answer_given_again_makes_the_older_one_count_half() -> None:
    found = weights(saw("one", "a0"), saw("two", "a1"), saw("one", "a1"))
    assert found == {saw("one", "a1"): 1.0, saw("two", "a1"): 1.0, saw("one", "a0"): 0.5}


def test_the_third_answer_to_a_question_makes_the_first_count_a_quarter() -> None:
    found = weigh(TWO, [saw("one", "a0")] * 3)
    assert [one.weight for one in found] == [1.0, 0.5, 0.25]


def test_the_newest_of_several_answers_is_the_one_seen_last_whatever_their_order() -> None:
    assert weights(saw("one", "a1", 1), saw("one", "a0", 100))[saw("one", "a1", 1)] > 0.99


def test_the_last_answer_to_a_question_speaks_louder_than_the_one_before() -> None:
    changed = believe(TWO, [saw("one", "a0"), saw("one", "a1")])
    assert changed.posterior.argmax() == 2 - 1


def test_an_answer_that_contradicts_the_one_before_leaves_less_certainty() -> None:
    changed = believe(TWO, [saw("one", "a0"), saw("one", "a1")])
    assert changed.posterior.max() < believe(TWO, [saw("one", "a1")]).posterior.max()


def test_an_answer_given_twice_counts_one_and_a_half_times() -> None:
    row = np.array(slow_state_likelihood(TWO.by_id["one"])[0])
    twice = believe(TWO, [saw("one", "a0"), saw("one", "a0")])
    assert twice.states == pytest.approx(row**1.5 / (row**1.5).sum())


def test_two_things_say_more_than_one_thing_twice() -> None:
    alike = bank(question("one", [{8: 2}, BLIND]), question("two", [{8: 2}, BLIND]))
    twice = believe(alike, [saw("one", "a0"), saw("one", "a0")])
    assert twice.posterior[7] < believe(alike, [saw("one", "a0"), saw("two", "a0")]).posterior[7]


def test_evidence_loses_half_its_weight_in_eighteen_months() -> None:
    assert weights(saw("one", "a0", 548))[saw("one", "a0", 548)] == pytest.approx(0.5)


def test_how_fast_evidence_fades_can_be_set() -> None:
    (found,) = weigh(TWO, [saw("one", "a0", 60)], half_life_days=30)
    assert found.weight == pytest.approx(0.25)


def test_evidence_from_tomorrow_counts_as_seen_now() -> None:
    assert weights(saw("one", "a0", -1)) == {saw("one", "a0", -1): 1.0}


def test_an_old_answer_fades_and_counts_half_beside_a_newer_one() -> None:
    found = weights(saw("one", "a0", 548), saw("one", "a0"))
    assert found[saw("one", "a0", 548)] == pytest.approx(0.25)


def test_a_faded_answer_says_less() -> None:
    old, new = believe(TWO, [saw("one", "a0", 1000)]), believe(TWO, [saw("one", "a0")])
    assert 1 / 9 < old.posterior[7] < new.posterior[7]


def test_a_cue_told_again_counts_half() -> None:
    cue = SHIPPED.cues[0].id
    found = weigh(SHIPPED, [CueSeen(cue_id=cue), CueSeen(cue_id=cue, days_ago=0.0)])
    assert [one.weight for one in found] == [1.0, 0.5]


def test_the_same_words_again_count_half() -> None:
    groups = (1 / 9,) * 9
    same, other = Impression(note="a", groups=groups), Impression(note="b", groups=groups)
    assert sorted(one.weight for one in weigh(TWO, [same, other, same])) == [0.5, 1.0, 1.0]


def test_an_impression_alone_is_reported_as_it_was_calibrated() -> None:
    groups = (0.2,) + (0.1,) * 8
    alone = believe(TWO, [Impression(note="a", groups=groups)])
    assert alone.posterior == pytest.approx(np.array(groups))


@pytest.mark.parametrize("one", SHIPPED.cues[::20], ids=lambda one: one.id)
def test_a_cue_speaks_for_groups_by_its_weights_and_may_be_misread(one: Cue) -> None:
    odds = [math.exp(0.7 * one.weights.get(group, 0.0)) for group in range(1, 10)]
    slow = [0.85 * rate / (sum(odds) / 9) + 0.15 for rate in odds]
    assert group_likelihood(SHIPPED, CueSeen(cue_id=one.id)) == pytest.approx(np.array(slow))


@pytest.mark.parametrize("unknown", UNKNOWN)
def test_what_the_content_no_longer_knows_is_left_out(unknown: Evidence) -> None:
    evidence = [saw("one", "a0")]
    with_unknown = believe(TWO, [unknown, *evidence])
    assert with_unknown.posterior == pytest.approx(believe(TWO, evidence).posterior)


def test_evidence_for_a_group_makes_it_the_most_probable() -> None:
    posterior = believe(TWO, [saw("one", "a0"), saw("two", "a0")]).posterior
    assert posterior.argmax() == 8 - 1


def test_an_answer_that_says_nothing_leaves_all_groups_equal() -> None:
    silent = bank(question("same", [dict.fromkeys(range(1, 10), 1), BLIND]))
    posterior = believe(silent, [saw("same", "a0")]).posterior
    assert posterior == pytest.approx(np.full(9, 1 / 9))


def test_tempering_at_1_25_turns_four_to_one_into_3_03_to_one() -> None:
    # 4 ** (1 / 1.25) = 3.0314, so 3.0314 / 4.0314 = 0.75195
    states = np.zeros(27)
    states[0], states[3] = 0.8, 0.2
    assert Belief(states).posterior[:2] == pytest.approx([0.75195, 0.24805], abs=1e-5)


def test_a_temperature_of_one_reports_what_is_believed() -> None:
    belief = Belief(random_belief(np.random.default_rng(1)).states, temperature=1.0)
    assert belief.posterior == pytest.approx(belief.groups)


def test_a_belief_is_tempered_as_its_bank_says() -> None:
    hot = replace(TWO, temperature=3.0)
    assert believe(hot, []).temperature == 3.0


@pytest.mark.parametrize("seed", SEEDS)
def test_tempering_makes_the_top_group_less_certain(seed: int) -> None:
    belief = random_belief(np.random.default_rng(seed))
    assert belief.posterior.max() < belief.groups.max()


@pytest.mark.parametrize("seed", SEEDS)
def test_tempering_keeps_the_order_of_the_groups(seed: int) -> None:
    belief = random_belief(np.random.default_rng(seed))
    assert list(np.argsort(belief.posterior)) == list(np.argsort(belief.groups))


def test_a_belief_made_from_a_posterior_reports_that_posterior() -> None:
    posterior = np.array([0.5, 0.2, 0.1, 0.05, 0.05, 0.04, 0.03, 0.02, 0.01])
    assert belief_of(posterior).posterior == pytest.approx(posterior)


def test_the_scale_of_a_likelihood_does_not_matter() -> None:
    row = state_likelihood(SHIPPED.questions[0])[0]
    assert Belief().after(row * 1e-9).states == pytest.approx(Belief().after(row).states)


def test_a_thousand_answers_do_not_lose_the_sum() -> None:
    row, belief = state_likelihood(SHIPPED.questions[0])[0], Belief()
    for _ in range(1000):
        belief = belief.after(row)
    assert belief.posterior.sum() == pytest.approx(1)


def test_there_are_27_latent_states_over_nine_groups() -> None:
    assert mixing_matrix().shape == (27, 9)


def test_every_latent_state_behaves_like_groups_that_sum_to_one() -> None:
    assert mixing_matrix().sum(axis=1) == pytest.approx(np.ones(27))


def test_the_first_state_of_a_group_is_pure() -> None:
    assert np.array_equal(mixing_matrix()[::3], np.eye(9))


@pytest.mark.parametrize(
    ("group", "offset", "neighbour"),
    [(5, 1, 4), (5, 2, 6), (1, 1, 9), (1, 2, 2), (9, 1, 8), (9, 2, 1)],
)
def test_a_mixed_state_is_seven_tenths_main_and_three_tenths_neighbour(
    group: int, offset: int, neighbour: int
) -> None:
    expected = np.zeros(9)
    expected[group - 1], expected[neighbour - 1] = 0.7, 0.3
    assert mixing_matrix()[3 * (group - 1) + offset] == pytest.approx(expected)


def test_a_tenth_of_the_answers_are_slips() -> None:
    certain = np.array([[1.0], [0.0], [0.0], [0.0]])
    assert lapsed(certain)[:, 0] == pytest.approx([0.925, 0.025, 0.025, 0.025])


def test_weight_two_is_1_4_log_odds() -> None:
    # e ** 1.4 = 4.0552, so 4.0552 / 5.0552 = 0.80218
    likelihood = question("one", [{8: 2}, BLIND]).likelihood()
    assert likelihood[0, 8 - 1] == pytest.approx(0.80218, abs=1e-5)


def test_base_is_log_odds_for_every_group() -> None:
    # e ** 1 = 2.71828, so 2.71828 / 3.71828 = 0.73106
    likelihood = question("one", [BLIND, BLIND], bases=[1.0, 0.0]).likelihood()
    assert likelihood[0] == pytest.approx(np.full(9, 0.73106), abs=1e-5)


def test_likelihoods_are_the_softmax_of_the_weights() -> None:
    for one in SHIPPED.questions:
        assert one.likelihood() == pytest.approx(np.array(slow_likelihood(one)), abs=1e-12)


def test_answers_of_every_group_sum_to_one() -> None:
    for one in SHIPPED.questions:
        assert one.likelihood().sum(axis=0) == pytest.approx(np.ones(9))


def test_answers_of_every_latent_state_sum_to_one() -> None:
    for one in SHIPPED.questions:
        assert state_likelihood(one).sum(axis=0) == pytest.approx(np.ones(27))


def test_latent_states_answer_as_mixtures_with_slips() -> None:
    for one in SHIPPED.questions:
        slow = np.array(slow_state_likelihood(one))
        assert state_likelihood(one) == pytest.approx(slow, abs=1e-12)
