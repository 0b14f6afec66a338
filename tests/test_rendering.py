"""Rendering: every card, question and tip as lines and rows of buttons, in every language."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from bot.dialogue import buttons
from bot.dialogue.card import Card, make_card
from bot.dialogue.commands import COMMANDS
from bot.dialogue.profile import Answered, Customer, Profile
from bot.dialogue.replies import (
    Button,
    CardScreen,
    HelpScreen,
    Message,
    Notice,
    Phrase,
    QuestionScreen,
    Reply,
    TipsScreen,
    buttons_of,
)
from bot.rendering import Rendered, bar, percent, render
from knowledge.advice import principles_for
from tests.conversations import KNOWLEDGE, SPEECHES

LANGUAGES = sorted(SPEECHES)
BANK, HANDBOOK = KNOWLEDGE.bank, KNOWLEDGE.handbook
CUSTOMER = Customer(id="c" * 16, name="Chị Lan Q7")
EACH = 40  # random cards for each group
LONGEST_CARD = 900  # characters: what fits a phone's screen without scrolling far
NOT_ENOUGH = {"vi": "chưa đủ dữ liệu", "en": "not enough data"}
HYPOTHESIS = {"vi": "giả thuyết", "en": "hypothesis"}
PROBABILITIES = [at / 1000 for at in range(1001)]
PERCENT = re.compile(r"\d+\s*%")


def answers_of(group: int, generator: np.random.Generator, count: int) -> tuple[Answered, ...]:
    """Answers as somebody of a group may give them to `count` different questions."""
    found: list[Answered] = []
    for place in generator.choice(len(BANK.questions), count, replace=False):
        question = BANK.questions[place]
        chosen = generator.choice(len(question.answers), p=question.likelihood()[:, group - 1])
        answer = question.answers[chosen].id
        number = len(found) + 1
        found.append(
            Answered(interview_id="i", number=number, question_id=question.id, answer_id=answer)
        )
    return tuple(found)


def card(
    answers: tuple[Answered, ...] = (), confirmed: int | None = None, name: str = CUSTOMER.name
) -> Card:
    """The card of a customer."""
    customer = replace(CUSTOMER, name=name)
    return make_card(Profile(customer=customer, answers=answers, confirmed=confirmed), KNOWLEDGE)


@cache
def cards() -> tuple[Card, ...]:
    """Many cards: after one to sixteen answers, every third with a group that was confirmed."""
    generator = np.random.default_rng(2026)
    return tuple(
        card(
            answers_of(group, generator, int(generator.integers(1, 17))),
            confirmed=int(generator.integers(1, 10)) if at % 3 == 0 else None,
        )
        for group in range(1, 10)
        for at in range(EACH)
    )


def screen(one: Card) -> CardScreen:
    """A card with its buttons."""
    return CardScreen(card=one, buttons=buttons.of_card(one, KNOWLEDGE))


@cache
def shown(language: str) -> tuple[tuple[Card, Rendered], ...]:
    """Many cards as they are shown."""
    return tuple((one, render(screen(one), SPEECHES[language])) for one in cards())


def tips_screens() -> Iterator[TipsScreen]:
    """The tips for every group in every situation."""
    one = cards()[1]
    for situation in HANDBOOK.situations:
        for group, persona in BANK.personas.items():
            found = principles_for(HANDBOOK, group, situation.id)
            yield TipsScreen(
                name=CUSTOMER.name,
                persona=persona,
                situation=situation,
                tips=HANDBOOK.tips[group, situation.id],
                principle=found[0] if found else None,
                buttons=buttons.of_tips(one, KNOWLEDGE, situation.id, group),
            )


def question_screens() -> Iterator[QuestionScreen]:
    """Every question with its buttons."""
    for number, question in enumerate(BANK.questions, start=1):
        yield QuestionScreen(
            name=CUSTOMER.name,
            number=number,
            question=question,
            buttons=buttons.of_question("i" * 16, question),
        )


def message(*labels: str) -> Message:
    """A message with one block of buttons."""
    block = tuple(Button(label=label, data=f"data:{at}") for at, label in enumerate(labels))
    return Message(phrases=(Phrase(id="customers.recent"),), buttons=(block,))


@cache
def replies() -> tuple[Reply, ...]:
    """Every kind of reply, and every card, tip and question."""
    groups = buttons.of_groups(CUSTOMER.id, None, KNOWLEDGE)
    return (
        *(screen(one) for one in cards()),
        screen(card()),
        *tips_screens(),
        *question_screens(),
        Message(phrases=(Phrase(id="customers.recent"),), buttons=groups),
        Notice(phrase=Phrase(id="stale.button")),
        HelpScreen(commands=tuple(COMMANDS)),
    )


# --- numbers


def test_a_hypothesis_is_never_impossible_and_never_certain() -> None:
    said = {int(percent(one).removesuffix("%")) for one in PROBABILITIES}
    assert (min(said), max(said)) == (1, 99)


@pytest.mark.parametrize(
    ("probability", "text"),
    [(0.0, "1%"), (0.004, "1%"), (0.014, "1%"), (0.684, "68%"), (0.686, "69%"), (0.999, "99%")],
)
def test_a_probability_is_shown_as_whole_percent(probability: float, text: str) -> None:
    assert percent(probability) == text


def test_a_bar_has_ten_cells() -> None:
    assert {len(bar(one)) for one in PROBABILITIES} == {10}


def test_the_filled_cells_of_a_bar_stand_first() -> None:
    assert [one for one in PROBABILITIES if not re.fullmatch("▰*▱*", bar(one))] == []


@pytest.mark.parametrize(
    ("probability", "filled"), [(0.0, 0), (0.11, 1), (0.34, 3), (0.68, 7), (0.8, 8), (1.0, 10)]
)
def test_a_bar_is_filled_as_far_as_the_probability_goes(probability: float, filled: int) -> None:
    assert bar(probability).count("▰") == filled


# --- cards


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_card_with_a_guess_calls_it_a_hypothesis(language: str) -> None:
    missing = [
        one for one, text in shown(language) if HYPOTHESIS[language] not in text.text.lower()
    ]
    assert missing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_percentage_never_stands_without_the_runner_up_or_too_few_data(language: str) -> None:
    speech = SPEECHES[language]
    for one, rendered in shown(language):
        runner_up = (
            f"{one.second.persona.group} · {speech.written(one.second.persona.name.by_language)}"
        )
        said = rendered.text.lower()
        assert PERCENT.search(said)
        assert runner_up.lower() in said or NOT_ENOUGH[language] in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_percentage_of_the_first_group_is_followed_by_that_of_the_second(language: str) -> None:
    for one, rendered in shown(language):
        wanted = [percent(one.first.probability), percent(one.second.probability)]
        assert PERCENT.findall(rendered.text) == wanted


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_card_without_evidence_shows_no_percentage(language: str) -> None:
    text = render(screen(card()), SPEECHES[language]).text
    assert not PERCENT.search(text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_card_without_evidence_says_there_are_too_few_data(language: str) -> None:
    assert NOT_ENOUGH[language] in render(screen(card()), SPEECHES[language]).text.lower()


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_unsure_card_says_there_are_too_few_data(language: str) -> None:
    unsure = [text for one, text in shown(language) if one.verdict == "unsure"]
    assert unsure
    assert [one for one in unsure if NOT_ENOUGH[language] not in one.text.lower()] == []


def test_the_random_cards_have_all_three_verdicts() -> None:
    assert {one.verdict for one in cards()} == {"sure", "two", "unsure"}


@pytest.mark.parametrize("group", range(1, 10))
def test_the_random_cards_advise_on_every_group(group: int) -> None:
    assert any(one.persona.group == group for one in cards())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_card_fits_a_phone(language: str) -> None:
    longest = max(len(rendered.text) for _, rendered in shown(language))
    print(f"longest card in {language}: {longest} characters")
    assert longest <= LONGEST_CARD


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("group", range(1, 10))
def test_the_longest_name_still_fits_the_card_of_a_group(language: str, group: int) -> None:
    generator = np.random.default_rng(group)
    name = "Chị " + "Nghiêng " * 7
    one = card(answers_of(group, generator, 16), confirmed=group, name=name[:60])
    assert len(render(screen(one), SPEECHES[language]).text) <= LONGEST_CARD


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_card_gives_advice_for_the_group_it_names_first(language: str) -> None:
    speech = SPEECHES[language]
    for one, rendered in shown(language):
        assert speech.written(one.persona.do.by_language, CUSTOMER.name) in rendered.text


def test_advice_follows_the_group_a_person_confirmed() -> None:
    assert card(answers_of(8, np.random.default_rng(1), 12), confirmed=4).persona.group == 4


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_confirmed_group_stands_on_the_card_of_an_unknown_customer(language: str) -> None:
    speech = SPEECHES[language]
    text = render(screen(card(confirmed=4)), speech).text
    assert speech.written(BANK.personas[4].name.by_language) in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_is_quoted_on_the_card(language: str) -> None:
    speech = SPEECHES[language]
    for one, rendered in shown(language):
        for reason in one.reasons:
            assert reason.seen is not None
            assert speech.written(reason.seen.by_language, CUSTOMER.name) in rendered.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_card_without_reasons_does_not_ask_why(language: str) -> None:
    one = replace(cards()[1], reasons=())
    text = render(screen(one), SPEECHES[language]).text
    assert SPEECHES[language].sentences["card.why"] not in text.splitlines()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_name_with_markup_is_shown_letter_by_letter(language: str) -> None:
    name = "*x* {name} <b>"
    first = render(screen(card(confirmed=1, name=name)), SPEECHES[language]).lines[0]
    assert "".join(span.text for span in first) == name


# --- questions, tips and the rest


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_is_a_header_and_one_sentence(language: str) -> None:
    assert {len(render(one, SPEECHES[language]).lines) for one in question_screens()} == {2}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_speaks_of_the_customer_by_name(language: str) -> None:
    one = next(question_screens())
    assert render(one, SPEECHES[language]).text.startswith(CUSTOMER.name)


@pytest.mark.parametrize("language", LANGUAGES)
def test_tips_show_no_percentage(language: str) -> None:
    texts = [render(one, SPEECHES[language]).text for one in tips_screens()]
    assert [text for text in texts if PERCENT.search(text)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_tips_name_the_group_with_its_number(language: str) -> None:
    for one in tips_screens():
        name = one.persona.name.by_language[language]
        text = render(one, SPEECHES[language]).text
        assert f"{one.persona.group} · {name}" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sentence_to_say_can_be_copied_whole(language: str) -> None:
    for one in tips_screens():
        rendered = render(one, SPEECHES[language])
        assert rendered.rows[0][0].copy in rendered.text
        assert rendered.rows[0][0].copy


@pytest.mark.parametrize("language", LANGUAGES)
def test_tips_without_a_principle_are_shown(language: str) -> None:
    one = next(tips_screens())
    with_one = render(one, SPEECHES[language])
    without = render(replace(one, principle=None), SPEECHES[language])
    assert without.lines == with_one.lines[:-2]


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_names_every_command(language: str) -> None:
    text = render(HelpScreen(commands=tuple(COMMANDS)), SPEECHES[language]).text
    assert [name for name in COMMANDS if f"/{name}" not in text] == []


def test_a_notice_passes() -> None:
    assert render(Notice(phrase=Phrase(id="stale.button")), SPEECHES["vi"]).passing


def test_a_screen_does_not_pass() -> None:
    assert not render(message("Lan"), SPEECHES["vi"]).passing


def test_a_message_has_one_line_for_each_phrase() -> None:
    two = Message(phrases=(Phrase(id="customers.none"), Phrase(id="start.first")))
    assert len(render(two, SPEECHES["vi"]).lines) == 2


# --- buttons


@pytest.mark.parametrize("language", LANGUAGES)
def test_buttons_stand_in_at_most_two_columns(language: str) -> None:
    rendered = [render(one, SPEECHES[language]) for one in replies()]
    assert {len(row) for one in rendered for row in one.rows} == {1, 2}


@pytest.mark.parametrize("language", LANGUAGES)
def test_buttons_keep_the_order_of_the_reply(language: str) -> None:
    for one in replies():
        wanted = [button.data for block in buttons_of(one) for button in block]
        rows = render(one, SPEECHES[language]).rows
        assert [key.data for row in rows for key in row if key.data] == wanted


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_button_says_something(language: str) -> None:
    rows = [row for one in replies() for row in render(one, SPEECHES[language]).rows]
    assert [key for row in rows for key in row if not key.label.strip()] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_button_either_carries_or_copies(language: str) -> None:
    rows = [row for one in replies() for row in render(one, SPEECHES[language]).rows]
    assert [key for row in rows for key in row if bool(key.data) == bool(key.copy)] == []


def widths(*labels: str) -> list[int]:
    """How many buttons stand in each row."""
    return [len(row) for row in render(message(*labels), SPEECHES["vi"]).rows]


def test_short_labels_stand_two_by_two() -> None:
    assert widths("một", "hai", "ba") == [2, 1]


def test_one_long_label_gives_each_of_its_block_a_row() -> None:
    assert widths("một", "a" * 19, "ba") == [1, 1, 1]


def test_a_label_of_eighteen_characters_is_still_short() -> None:
    assert widths("a" * 18, "b" * 18) == [2]


def test_blocks_do_not_share_a_row() -> None:
    one, other = message("một"), message("hai")
    both = replace(one, buttons=(*one.buttons, *other.buttons))
    assert [len(row) for row in render(both, SPEECHES["vi"]).rows] == [1, 1]


def test_the_text_of_a_rendered_reply_is_its_lines_without_styles() -> None:
    rendered = render(Notice(phrase=Phrase(id="start.welcome")), SPEECHES["vi"])
    assert rendered.text == SPEECHES["vi"].sentences["start.welcome"].replace("*", "")
