"""The larger screens in every language: notes, histories, reports, cards of many sightings."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache, lru_cache
from itertools import product

import numpy as np
import pytest

from bot.dialogue import buttons
from bot.dialogue.card import Card, Shift, make_card
from bot.dialogue.hits import Hits, TipHit
from bot.dialogue.profile import Answered, Customer, Noted, Profile, Sight, Stated
from bot.dialogue.relationship import relationship_of
from bot.dialogue.replies import (
    CardScreen,
    HistoryScreen,
    HitsScreen,
    NoteScreen,
    RelationshipScreen,
    Step,
)
from bot.rendering import Rendered, render
from knowledge.advice import principles_for
from knowledge.care import combined_tip
from personas.hits import Hit
from personas.notes import Reading
from tests.conversations import KNOWLEDGE, SPEECHES
from tests.dialogue.talking import READER, WORDS, TableReader, leaning, told

LANGUAGES = sorted(SPEECHES)
BANK, HANDBOOK = KNOWLEDGE.bank, KNOWLEDGE.handbook
CUES = [cue.id for cue in BANK.cues]
LAN = Customer(id="c" * 16, name="Chị Lan Q7")
LONGEST_CARD = 900  # characters: what fits a phone's screen without scrolling far
LONGEST_BUTTON_DATA = 64  # bytes: Telegram takes no more
TAKEN_READER = replace(KNOWLEDGE, reader=READER)
FACT = re.compile(r"[{}*]")

both = pytest.mark.parametrize("language", LANGUAGES)


Shown = NoteScreen | HistoryScreen | HitsScreen | CardScreen | RelationshipScreen


def text(screen: Shown, language: str) -> str:
    """A screen as plain text."""
    return render(screen, SPEECHES[language]).text


# Notes


def card(*cue_ids: str, name: str = LAN.name, **changes: object) -> Card:
    """The card of a customer of whom cues were told."""
    meant = dict.fromkeys(cue_ids, True)
    notes = (Noted(note_id="n", text="n", meant=meant),) if cue_ids else ()
    made = make_card(Profile(customer=replace(LAN, name=name), notes=notes), TAKEN_READER)
    return replace(made, **changes)  # type: ignore[arg-type]


def note(
    *seen: str,
    before: tuple[str, ...] = (),
    doubt: str | None = None,
    reading: Reading | None = None,
) -> NoteScreen:
    """What is answered to a note that tells cues."""
    return NoteScreen(
        before=card(*before),
        card=card(*before, *seen),
        seen=tuple(BANK.cues_by_id[one].seen for one in seen),
        reading=reading or Reading(cues=told(*seen)),
        doubt=BANK.cues_by_id[doubt].text if doubt else None,
        buttons=buttons.of_note("c" * 16, "n" * 16, doubt),
    )


@both
def test_a_note_quotes_what_was_seen(language: str) -> None:
    shown = text(note("in_a_hurry", "asks_price_first"), language)
    for cue_id in ("in_a_hurry", "asks_price_first"):
        assert BANK.cues_by_id[cue_id].seen[language] in shown


@both
def test_a_note_never_shows_a_percentage_without_a_runner_up(language: str) -> None:
    for cue_id in CUES:
        lines = text(note(cue_id), language).splitlines()
        shares = [line for line in lines if "%" in line]
        assert len(shares) == 2
        assert {"vi": "Cũng có thể", "en": "Could also be"}[language] in shares[-1]


@both
def test_a_note_calls_the_group_a_hypothesis(language: str) -> None:
    shown = text(note("in_a_hurry"), language)
    assert {"vi": "Giả thuyết", "en": "Hypothesis"}[language] in shown


@both
def test_a_note_says_where_the_hypothesis_was_before(language: str) -> None:
    word = {"vi": "Trước đó: nhóm 9", "en": "Before: group 9"}[language]
    assert word in text(note("in_a_hurry", before=("slow_gentle", "vague_needs")), language)
    assert word[:6] not in text(note("in_a_hurry"), language)


@both
def test_a_note_asks_one_doubt_with_yes_and_no_first(language: str) -> None:
    screen = note(doubt="in_a_hurry", reading=Reading(doubtful=told("in_a_hurry")))
    shown = text(screen, language)
    assert shown.rstrip().endswith("?")
    assert BANK.cues_by_id["in_a_hurry"].text[language].removeprefix("{customer} ") in shown
    assert [one.data[-2:] for one in screen.buttons[0]] == [":1", ":0"]


@both
@pytest.mark.parametrize(
    "reading",
    [
        Reading(problem="nothing"),
        Reading(problem="other_script"),
        Reading(impression=leaning(4)),
        Reading(doubtful=told("in_a_hurry")),
    ],
)
def test_what_was_not_understood_is_one_plain_sentence(language: str, reading: Reading) -> None:
    title, said, *rest = text(note(reading=reading), language).splitlines()
    assert title.startswith(LAN.name)
    assert said.endswith(".")
    assert "%" not in said
    assert not rest


@both
def test_what_was_not_understood_is_told_apart(language: str) -> None:
    readings = (
        Reading(problem="nothing"),
        Reading(problem="other_script"),
        Reading(impression=leaning(4)),
    )
    assert len({text(note(reading=one), language) for one in readings}) == 3


@both
def test_a_note_of_eight_cues_and_a_doubt_fits_a_screen(language: str) -> None:
    longest = sorted(CUES, key=lambda one: -len(BANK.cues_by_id[one].seen[language]))
    screen = note(*longest[:8], before=("slow_gentle",), doubt=longest[8])
    assert len(text(screen, language)) <= LONGEST_CARD


def screens_of_notes() -> Iterator[NoteScreen]:
    """Notes of every cue, told and doubtful."""
    for cue_id in CUES:
        yield note(cue_id, doubt=cue_id, before=("slow_gentle",))
        yield note(doubt=cue_id, reading=Reading(doubtful=told(cue_id)))


@both
def test_nothing_is_left_to_fill_in(language: str) -> None:
    for screen in screens_of_notes():
        assert not FACT.search(text(screen, language))


@both
def test_a_doubt_speaks_of_the_customer_or_of_somebody_unnamed(language: str) -> None:
    word = {"vi": "Ý anh/chị là ", "en": "Do you mean "}[language]
    for cue_id in CUES:
        asked = text(note(doubt=cue_id, reading=Reading(doubtful=told(cue_id))), language)
        assert asked.splitlines()[-1].startswith(word)
        assert asked.count("?") == 1


def test_no_button_carries_more_than_telegram_takes() -> None:
    for screen in screens_of_notes():
        for block in screen.buttons:
            for one in block:
                assert len(one.data.encode()) <= LONGEST_BUTTON_DATA


@both
def test_a_name_with_markup_stays_as_it_is(language: str) -> None:
    screen = replace(note("in_a_hurry"), card=card("in_a_hurry", name="<b>*Lan*</b> {x}"))
    assert text(screen, language).startswith("<b>*Lan*</b> {x} · ")


def test_a_doubt_speaks_of_the_customer_as_the_name_says() -> None:
    screen = note(doubt="in_a_hurry", reading=Reading(doubtful=told("in_a_hurry")))
    assert "chị ấy đang vội" in text(screen, "vi")


@both
def test_a_note_that_tells_nothing_compares_nothing(language: str) -> None:
    shown = text(note(before=("slow_gentle",), reading=Reading(problem="nothing")), language)
    assert len(re.findall(r"\d+%", shown)) == 2
    assert {"vi": "Trước đó", "en": "Before"}[language] not in shown


# Histories


def step(day: str = "2026-03-02", group: int = 8, alone: int = 8, **changes: object) -> Step:
    """One line of a history."""
    made = Step(
        day=day,
        seen=3,
        group=group,
        probability=0.614,
        runner_up=3,
        alone=alone,
        alone_probability=0.5,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def history(*steps: Step, name: str = LAN.name) -> HistoryScreen:
    """A history."""
    return HistoryScreen(name=name, steps=steps, buttons=buttons.of_history("c" * 16))


def test_a_step_says_day_group_share_runner_up_and_count() -> None:
    line = text(history(step()), "vi").splitlines()[1]
    assert line == "• 02/03/2026: nhóm 8 61%, kế đến nhóm 3 (thêm 3 điều)"


def test_a_step_in_english_says_the_same() -> None:
    line = text(history(step()), "en").splitlines()[1]
    assert line == "• 02/03/2026: group 8 61%, then group 3 (3 new)"


@both
def test_a_sighting_apart_says_its_own_group(language: str) -> None:
    together, apart = text(history(step(), step(alone=2)), language).splitlines()[1:]
    assert "2)" in apart
    assert len(apart) > len(together)


@both
def test_a_history_keeps_the_order_of_its_steps(language: str) -> None:
    lines = text(history(step("2025-12-31"), step("2026-01-01")), language).splitlines()
    assert ["31/12/2025" in lines[1], "01/01/2026" in lines[2]] == [True, True]


@both
def test_an_empty_history_says_so(language: str) -> None:
    shown = text(history(), language).lower()
    assert {"vi": "chưa đủ dữ liệu", "en": "not enough data"}[language] in shown


@both
def test_eight_steps_fit_a_screen(language: str) -> None:
    assert len(text(history(*[step(alone=2)] * 8), language)) <= LONGEST_CARD


@pytest.mark.parametrize("day", ["", "hôm qua", "2026-03"])
def test_a_day_that_is_no_date_is_shown_as_it_is(day: str) -> None:
    assert f"• {day}: nhóm" in text(history(step(day)), "vi")


# Relationships


def related(
    *facts: Stated, group: int = 4, tip: bool = True, sure: bool = True, name: str = LAN.name
) -> RelationshipScreen:
    """What is shown of facts about a customer who is thought to be of a group."""
    found = relationship_of(Profile(customer=LAN, facts=facts), KNOWLEDGE)
    assert found is not None
    scheme, classification = found
    shown = "complaint" if "complaint" in classification.flags else classification.class_id
    question = KNOWLEDGE.schemes.facts.get(classification.question or "")
    advised = tip and shown is not None
    return RelationshipScreen(
        name=name,
        scheme=scheme,
        classification=classification,
        question=question,
        tip=combined_tip(KNOWLEDGE.care, group, shown) if advised and shown else None,
        principle=principles_for(HANDBOOK, group, "", shown)[0] if advised and shown else None,
        persona=BANK.personas[group],
        is_sure=sure,
        buttons=buttons.of_relationship(LAN.id, question),
    )


def relationships() -> Iterator[RelationshipScreen]:
    """Every class, for every group, sure and not."""
    for facts, group, sure in product(RELATED, BANK.personas, (False, True)):
        yield related(*facts, group=group, sure=sure)


def test_every_class_and_every_flag_is_among_the_screens() -> None:
    scheme = related().scheme
    shown = list(relationships())
    assert {one.classification.class_id for one in shown} == {None} | {
        one.id for one in scheme.classes
    }
    assert {flag for one in shown for flag in one.classification.flags} == {
        one.id for one in scheme.flags
    }


@both
def test_a_relationship_that_is_not_known_says_so_and_asks(language: str) -> None:
    title, said, blank, asked = text(related(), language).splitlines()
    assert title.startswith(f"{LAN.name} · ")
    assert {"vi": "hưa đủ dữ liệu", "en": "ot enough data"}[language] in said
    assert not blank
    assert asked.endswith("?")


@both
def test_a_relationship_says_class_reason_and_care(language: str) -> None:
    screen = related(*stated(orders="one", days_since_last_order="month"))
    found = screen.scheme.class_of("new")
    assert found is not None
    lines = text(screen, language).splitlines()
    assert lines[1] == f"🐣 {found.name[language]}: {found.reason[language]}"
    assert lines[3:6] == [f"• {one[language]}" for one in found.care]


@both
def test_a_relationship_that_is_known_asks_nothing_and_doubts_nothing(language: str) -> None:
    shown = text(related(*stated(orders="none"), tip=False), language)
    assert "?" not in shown
    assert {"vi": "dữ liệu", "en": "data"}[language] not in shown


@both
@pytest.mark.parametrize("sure", [True, False])
def test_a_tip_names_the_group_and_says_if_it_is_a_guess(language: str, sure: bool) -> None:
    lines = text(related(*stated(orders="none"), group=7, sure=sure), language).splitlines()
    starts = {
        "vi": {True: "Với nhóm 7: ", False: "Nếu đúng là nhóm 7: "},
        "en": {True: "With group 7: ", False: "If group 7 is right: "},
    }
    assert len([one for one in lines if one.startswith(starts[language][sure])]) == 1


@both
def test_without_a_tip_no_group_is_named(language: str) -> None:
    shown = text(related(*stated(orders="none"), tip=False), language)
    assert {"vi": "nhóm", "en": "group"}[language] not in shown.lower()


@both
def test_a_complaint_stands_below_the_class_and_its_care_instead(language: str) -> None:
    screen = related(*stated(orders="none", complaint="open", referral="praised"))
    flags = [screen.scheme.flag_of(one) for one in ("complaint", "advocate")]
    lines = text(screen, language).splitlines()
    named = [f"{one.icon} {one.name[language]}: {one.reason[language]}" for one in flags if one]
    assert lines[2:4] == named
    assert flags[0] is not None
    assert lines[5:8] == [f"• {one[language]}" for one in flags[0].care]


@both
def test_a_relationship_leaves_nothing_to_fill_in(language: str) -> None:
    for screen in relationships():
        assert not FACT.search(text(screen, language)), text(screen, language)


@both
def test_a_relationship_fits_a_screen(language: str) -> None:
    longest = max((text(one, language) for one in relationships()), key=len)
    assert len(longest) <= LONGEST_CARD, longest


@both
def test_a_relationship_speaks_of_the_customer_as_the_name_says(language: str) -> None:
    for screen in relationships():
        shown = text(replace(screen, name="Lan"), language)
        assert {"vi": "chị ấy", "en": "{"}[language] not in shown


@both
def test_a_relationship_of_a_name_with_markup(language: str) -> None:
    assert text(related(name="<b>*Lan*</b> {x}"), language).startswith("<b>*Lan*</b> {x} · ")


@both
def test_every_answer_about_a_fact_has_a_label(language: str) -> None:
    for fact in KNOWLEDGE.schemes.facts.values():
        screen = replace(related(), buttons=buttons.of_relationship(LAN.id, fact))
        for row in render(screen, SPEECHES[language]).rows:
            assert all(key.label.strip() for key in row)


# Reports


def hits(**changes: object) -> Hits:
    """Counts for managers."""
    made = Hits(confirmed=12, repeated=7, audits=4, agreed=3, version=2, temperature=1.1)
    return replace(made, **changes)  # type: ignore[arg-type]


def report(counts: Hits, *, whole: bool = False) -> HitsScreen:
    """The report with the shipped content."""
    return HitsScreen(hits=counts, bank=BANK, handbook=HANDBOOK, whole=whole)


def many(count: int, times: int = 9) -> tuple[Hit, ...]:
    """So many questions, the first the weakest."""
    return tuple(
        Hit(subject=one.id, times=times, right=at / 100, bits=at / 10 - 1)
        for at, one in enumerate(BANK.questions[:count])
    )


@both
def test_a_report_counts(language: str) -> None:
    shown = text(report(hits()), language)
    for number in ("12", "7", "4", "3", "2", "1.10"):
        assert number in shown


@both
def test_a_report_before_anything_was_learned_says_so(language: str) -> None:
    shown = text(report(hits(confirmed=0, repeated=0, audits=0, agreed=0, version=0)), language)
    assert len(shown.splitlines()) == 4
    assert "T =" not in shown


@both
@pytest.mark.parametrize(("count", "whole", "lines"), [(3, False, 3), (9, False, 5), (9, True, 9)])
def test_a_report_names_the_weakest_and_the_best(
    language: str, count: int, whole: bool, lines: int
) -> None:
    shown = text(report(hits(questions=many(count)), whole=whole), language)
    named = [line for line in shown.splitlines() if line.startswith("• ")]
    assert len(named) == lines
    assert "-1.00" in named[0]
    assert f"{(count - 1) / 10 - 1:+.2f}" in named[-1]


@both
@pytest.mark.parametrize(("whole", "lines"), [(False, 0), (True, 2)])
def test_a_share_of_few_times_stands_only_in_the_whole_report(
    language: str, whole: bool, lines: int
) -> None:
    shown = text(report(hits(questions=many(2, times=4)), whole=whole), language)
    assert shown.count("• ") == lines


@both
def test_a_question_and_a_cue_stand_with_their_words(language: str) -> None:
    cue = Hit(subject="in_a_hurry", times=9, right=0.5, bits=0.1)
    gone = Hit(subject="gone", times=9, right=0.5, bits=0.2)
    shown = text(report(hits(questions=many(1), cues=(cue, gone))), language)
    assert BANK.cues_by_id["in_a_hurry"].text[language].removeprefix("{customer} ") in shown
    assert "• gone: 9" in shown
    assert not FACT.search(shown)


@both
def test_tips_stand_with_the_most_wrong_first(language: str) -> None:
    tips = tuple(
        TipHit(situation_id=one.id, group=at + 1, useful=1, wrong=at)
        for at, one in enumerate(HANDBOOK.situations[:7])
    )
    shown = text(report(hits(tips=tips)), language)
    named = [line for line in shown.splitlines() if line.startswith("• ")]
    assert len(named) == 5
    assert HANDBOOK.situations[6].name[language] in named[0]


@both
def test_a_full_report_fits_a_message(language: str) -> None:
    full = hits(questions=many(9), cues=many(9), rules=many(9), tips=(tip(),) * 9)
    assert len(text(report(full), language)) <= 4096


def tip() -> TipHit:
    """One mark."""
    return TipHit(situation_id=HANDBOOK.situations[0].id, group=1, useful=2, wrong=1)


@both
def test_a_tip_for_a_situation_that_is_gone_stands_by_its_id(language: str) -> None:
    gone = replace(tip(), situation_id="gone")
    assert "gone" in text(report(hits(tips=(gone,))), language)


# Cards


def random_notes(generator: np.random.Generator, days_ago: float) -> tuple[Noted, ...]:
    """A note that tells a few cues, and an answered question beside it."""
    chosen = generator.choice(CUES, 6, replace=False)
    sight = Sight(day=f"2026-01-{1 + int(days_ago) % 28:02}", days_ago=days_ago)
    return (Noted(note_id="n", text="n", meant=dict.fromkeys(map(str, chosen), True), sight=sight),)


def random_answers(generator: np.random.Generator) -> tuple[Answered, ...]:
    """Answers to eight questions, seen today."""
    chosen = generator.choice(len(BANK.questions), 8, replace=False)
    return tuple(
        Answered(
            interview_id="i",
            number=at + 1,
            question_id=BANK.questions[one].id,
            answer_id=str(generator.choice([answer.id for answer in BANK.questions[one].answers])),
            sight=Sight(day="2026-02-01", days_ago=0),
        )
        for at, one in enumerate(chosen)
    )


def stated(**answers: str) -> tuple[Stated, ...]:
    """Facts that were told today."""
    return tuple(Stated(fact_id=one, value=value) for one, value in answers.items())


# Facts that lead to every class, the first without any and the last with all that overlays it.
RELATED = (
    stated(),
    stated(orders="none"),
    stated(orders="one", days_since_last_order="month"),
    stated(orders="many", days_since_last_order="month"),
    stated(orders="two", days_since_last_order="half"),
    stated(orders="two", days_since_last_order="over", complaint="open"),
    stated(orders="none", complaint="often", referral="referred"),
)


@cache
def cards() -> tuple[Card, ...]:
    """Cards of notes and answers, fresh and stale, confirmed and not, with every change to say."""
    generator = np.random.default_rng(2026)
    found = []
    for at, (stale, shift) in product(range(120), [(None, False), (400.0, True)]):
        profile = Profile(
            customer=replace(LAN, name="Chú Nguyễn Hoàng Bảo Long vật tư Q12"),
            answers=random_answers(generator),
            notes=random_notes(generator, 200),
            facts=RELATED[at % len(RELATED)],
            confirmed=at % 10 or None,
        )
        made = make_card(profile, TAKEN_READER)
        found.append(
            replace(made, stale_days=stale, shift=Shift(before=1, now=9) if shift else made.shift)
        )
    return tuple(found)


def shown(one: Card, language: str) -> Rendered:
    """A card as it is shown."""
    screen = CardScreen(card=one, buttons=buttons.of_card(one, KNOWLEDGE))
    return render(screen, SPEECHES[language])


@both
def test_a_card_with_every_change_stays_short(language: str) -> None:
    longest = max((shown(one, language).text for one in cards()), key=len)
    assert len(longest) <= LONGEST_CARD, longest


def with_facts(*facts: Stated) -> Card:
    """The card of a customer of whom a cue and facts were told."""
    profile = Profile(customer=LAN, facts=facts)
    return replace(card("in_a_hurry"), relationship=relationship_of(profile, KNOWLEDGE))


@both
def test_a_card_names_the_relationship_below_the_name(language: str) -> None:
    one = with_facts(*stated(orders="none", complaint="open", referral="praised"))
    said = {
        "vi": "Quan hệ: 🌱 Tiềm năng · 🔥 Khiếu nại · 📣 Quảng bá",
        "en": "Relationship: 🌱 Potential · 🔥 Complaining · 📣 Advocate",
    }
    assert shown(one, language).text.splitlines()[1] == said[language]


@both
def test_a_card_without_a_relationship_has_no_line_about_it(language: str) -> None:
    word = {"vi": "Quan hệ:", "en": "Relationship:"}[language]
    for one in (with_facts(), with_facts(*stated(orders="two")), card("in_a_hurry")):
        assert word not in shown(one, language).text
    assert word not in shown(replace(card("in_a_hurry"), relationship=None), language).text


@both
def test_a_card_of_which_nothing_was_seen_names_the_relationship(language: str) -> None:
    one = replace(with_facts(*stated(orders="none")), answers=0)
    assert "🌱" in shown(one, language).text.splitlines()[1]


@both
@pytest.mark.parametrize("stale", [None, 400.0])
def test_a_card_offers_the_relationship(language: str, stale: float | None) -> None:
    rows = shown(card("in_a_hurry", stale_days=stale), language).rows
    offered = [key for row in rows for key in row if key.data == f"relation:{LAN.id}"]
    assert [one.label for one in offered] == [{"vi": "Quan hệ", "en": "Relationship"}[language]]


@both
def test_a_card_says_what_the_last_sighting_contradicts(language: str) -> None:
    one = card("in_a_hurry", shift=Shift(before=9, now=3))
    said = {"vi": "nghiêng nhóm 9, lần gần nhất nghiêng nhóm 3", "en": "group 9, the last one"}
    assert said[language] in shown(one, language).text
    assert said[language] not in shown(card("in_a_hurry"), language).text


@both
@pytest.mark.parametrize(("days", "months"), [(183, "6"), (365, "12"), (1000, "33")])
def test_a_stale_card_says_for_how_many_months(language: str, days: float, months: str) -> None:
    said = {"vi": f"Đã {months} tháng", "en": f"for {months} months"}
    assert said[language] in shown(card("in_a_hurry", stale_days=days), language).text


@both
def test_a_stale_card_offers_to_look_again_first(language: str) -> None:
    label = {"vi": "Quan sát lại", "en": "Look again"}[language]
    assert shown(card("in_a_hurry", stale_days=200.0), language).rows[0][0].label == label


@both
@pytest.mark.parametrize(("sightings", "offered"), [(0, False), (1, False), (2, True)])
def test_a_card_of_several_sightings_offers_their_history(
    language: str, sightings: int, offered: bool
) -> None:
    rows = shown(card("in_a_hurry", sightings=sightings), language).rows
    assert any(key.data.startswith("history:") for row in rows for key in row) == offered


@both
def test_the_wording_of_a_note_has_words_of_its_own(language: str) -> None:
    notes = (Noted(note_id="n", text=WORDS),)
    one = make_card(Profile(customer=LAN, notes=notes), TAKEN_READER)
    said = SPEECHES[language].sentences["card.wording"]
    assert said in shown(one, language).text


class FixedReader(TableReader):
    """Reads everything alike."""

    def __init__(self, reading: Reading) -> None:
        self.read = lru_cache(lambda _text: reading)


def test_what_was_seen_stands_before_the_wording_of_the_whole() -> None:
    reader = FixedReader(Reading(cues=told("asks_price_first"), impression=leaning(8, 0.6)))
    notes = (Noted(note_id="n", text="n"),)
    one = make_card(Profile(customer=LAN, notes=notes), replace(KNOWLEDGE, reader=reader))
    lines = shown(one, "vi").text.splitlines()
    assert next(line for line in lines if line.startswith("+ ")) == "+ hỏi giá ngay từ đầu"
