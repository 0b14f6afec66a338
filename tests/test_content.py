"""The shipped content: how much it can tell, how it reads, and that its ids are for ever."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from bot.dialogue import buttons
from bot.dialogue.card import make_card
from bot.dialogue.plain import as_typed
from bot.dialogue.profile import Answered, Customer, Profile
from bot.dialogue.replies import Blocks
from bot.speeches import TEXTS, load_speeches
from knowledge.care_bank import load_care
from knowledge.handbook import CONTENT as HANDBOOK_FOLDER
from knowledge.handbook import load_handbook
from knowledge.model import Handbook
from knowledge.scheme_bank import load_schemes
from loading.mistakes import ContentError, short_name
from personas.bank import CONTENT as BANK_FOLDER
from personas.bank import load_bank
from personas.belief import believe
from personas.cue_bank import load_cues
from personas.interview import ranking
from personas.model import GROUPS, Bank, FloatArray, Observation, Question, lapsed
from personas.strength import bits_per_question, deliverable_log_odds, information, splitters
from tests.conversations import KNOWLEDGE, SPEECHES

BANK, HANDBOOK = KNOWLEDGE.bank, KNOWLEDGE.handbook
CARE = load_care()
SCHEMES = load_schemes()
IDS = Path(__file__).parent / "content_ids.txt"
LANGUAGES = sorted(SPEECHES)

# The pairs that are often taken for each other, and the neighbours that are.
CONFUSED = [
    *((6, 9), (2, 7), (2, 6), (5, 9), (2, 9), (5, 6), (4, 5), (3, 8)),
    *((3, 7), (3, 5), (1, 3), (1, 9), (2, 3), (3, 4), (6, 7)),
]
LONGEST_CALLBACK = 64  # bytes: what Telegram lets a button carry
LONGEST_COPY = 256  # characters: what Telegram lets a button copy
ID = "f" * 16
LONGEST_NUMBER = 99

Place = str
Texts = Mapping[str, str]


# --- what the content holds, as flat lists


def bank_texts(bank: Bank) -> Iterator[tuple[Place, Texts]]:
    """Every text of a bank with its place."""
    for group, persona in bank.personas.items():
        for field in ("name", "short", "essence", "do", "avoid"):
            yield f"persona {group}.{field}", getattr(persona, field).by_language
    yield from question_texts(bank)


def question_texts(bank: Bank) -> Iterator[tuple[Place, Texts]]:
    """Every text of the questions with its place."""
    for question in bank.questions:
        yield question.id, question.text.by_language
        for answer in question.answers:
            yield f"{question.id}/{answer.id}.text", answer.text.by_language
            yield f"{question.id}/{answer.id}.seen", answer.seen.by_language


def playbook_texts(handbook: Handbook) -> Iterator[tuple[Place, Texts]]:
    """Every text of the playbook with its place."""
    for (group, situation), tips in handbook.tips.items():
        for at, text in enumerate(tips.do):
            yield f"group-{group}.{situation}.do.{at}", text
        yield f"group-{group}.{situation}.avoid", tips.avoid
        yield f"group-{group}.{situation}.say", tips.say


def handbook_texts(handbook: Handbook) -> Iterator[tuple[Place, Texts]]:
    """Every text of a handbook with its place."""
    for situation in handbook.situations:
        yield f"situation {situation.id}.name", situation.name
        yield f"situation {situation.id}.button", situation.button
    for principle in handbook.principles:
        yield f"principle {principle.id}", principle.text
    yield from playbook_texts(handbook)


def missing(language: str, bank: Bank, handbook: Handbook) -> list[Place]:
    """The places of all texts of the content that are not written in a language."""
    texts = [*bank_texts(bank), *handbook_texts(handbook)]
    return [place for place, text in texts if not text.get(language, "").strip()]


def all_ids() -> set[str]:
    """Every id of the content as a line of content_ids.txt."""
    return {
        *(f"question {one.id}" for one in BANK.questions),
        *(f"answer {one.id}/{answer.id}" for one in BANK.questions for answer in one.answers),
        *(f"situation {one.id}" for one in HANDBOOK.situations),
        *(f"principle {one.id}" for one in HANDBOOK.principles),
        *(f"cue {one.id}" for one in load_cues()),
        *(f"action {one.id}" for one in CARE.actions),
        *(f"template {one}" for one in CARE.templates),
        *scheme_ids(),
    }


def scheme_ids() -> set[str]:
    """Every id of the schemes and their facts as a line of content_ids.txt."""
    return {
        *(f"scheme {one.id}" for one in SCHEMES.schemes),
        *(f"class {one.id}/{sort.id}" for one in SCHEMES.schemes for sort in one.classes),
        *(f"flag {one.id}/{flag.id}" for one in SCHEMES.schemes for flag in one.flags),
        *(f"fact {one}" for one in SCHEMES.facts),
        *(
            f"fact_answer {fact.id}/{answer.id}"
            for fact in SCHEMES.facts.values()
            for answer in fact.answers
        ),
    }


def shipped_ids() -> list[str]:
    """The ids that were ever shipped."""
    lines = IDS.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def lapsed_rows() -> list[FloatArray]:
    """P(answer | group) of every answer of the bank, slips included."""
    return [row for question in BANK.questions for row in lapsed(question.likelihood())]


def believed(*answers: tuple[str, str]) -> list[int]:
    """The groups by probability after these answers."""
    evidence = [Observation(question_id=one, answer_id=other) for one, other in answers]
    return ranking(believe(BANK, evidence).posterior)


# --- how much the bank can tell


def test_there_are_at_least_48_questions() -> None:
    assert len(BANK.questions) >= 48


def test_there_are_at_least_ten_topics() -> None:
    assert len({question.topic for question in BANK.questions}) >= 10


def test_every_topic_file_is_named_by_its_topic() -> None:
    files = {path.stem for path in (BANK_FOLDER / "questions").glob("*.yaml")}
    assert files == {question.topic for question in BANK.questions}


def test_a_question_tells_at_least_a_quarter_of_a_bit_on_average() -> None:
    bits = bits_per_question(BANK)
    print(f"bits per question: {bits:.3f}")
    assert 0.25 <= bits <= 0.60  # more would claim more than responses can tell


def test_every_question_tells_something_but_not_all() -> None:
    bits = {question.id: round(information(question), 3) for question in BANK.questions}
    print(f"bits of each question: {bits}")
    assert {id_: one for id_, one in bits.items() if not 0.08 <= one <= 0.70} == {}


def test_the_bank_can_tell_every_group_from_every_other() -> None:
    log_odds = deliverable_log_odds(BANK)
    print(np.array2string(log_odds, precision=1, max_line_width=120))
    apart = log_odds[~np.eye(9, dtype=bool)]
    assert apart.min() >= 8


@pytest.mark.parametrize(("one", "other"), CONFUSED)
def test_groups_that_are_often_confused_have_at_least_three_splitters(one: int, other: int) -> None:
    assert len(splitters(BANK, one, other)) >= 3


@pytest.mark.parametrize("group", GROUPS)
def test_every_group_is_the_one_that_at_least_eight_answers_favour_most(group: int) -> None:
    rows = [row for question in BANK.questions for row in question.likelihood()]
    assert sum(row[group - 1] == row.max() for row in rows) >= 8


def test_no_answer_claims_much_more_than_three_to_one_against_the_best_rival() -> None:
    best_two = [np.sort(row)[-2:] for row in lapsed_rows()]
    assert max(best / second for second, best in best_two) <= 3.5


def test_no_answer_claims_more_than_eight_to_one_at_the_extreme() -> None:
    assert max(row.max() / row.min() for row in lapsed_rows()) <= 8


def test_no_answer_is_one_that_hardly_anybody_gives() -> None:
    assert min(row.mean() for row in lapsed_rows()) >= 0.03


# --- the probing rules


def probe(rule: str) -> Question:
    """The only question of a probing rule."""
    (found,) = [question for question in BANK.questions if rule in question.probe]
    return found


def test_the_first_two_probing_rules_are_one_question() -> None:
    assert probe("R1") == probe("R2")


@pytest.mark.parametrize(("rule", "groups"), [("R1", {2, 7, 9}), ("R2", {1, 3, 8})])
def test_a_greeting_splits_the_sets_of_the_probing_rules(rule: str, groups: set[int]) -> None:
    question = probe(rule)
    favoured = [set(believed((question.id, answer.id))[:3]) for answer in question.answers]
    assert groups in favoured


def test_who_tires_of_information_is_probably_not_group_five() -> None:
    question = probe("R3")
    tiring = [one for one in question.answers if believed((question.id, one.id))[-1] == 5]
    assert len(tiring) >= 2  # looks surprised, or soon loses interest


# --- the handbook


def test_there_are_nine_personas() -> None:
    assert sorted(BANK.personas) == list(GROUPS)


def test_there_are_72_cells_in_the_playbook() -> None:
    cells = {(group, one.id) for group in GROUPS for one in HANDBOOK.situations}
    assert set(HANDBOOK.tips) == cells
    assert len(cells) == 72


def test_every_cell_says_two_or_three_things_to_do() -> None:
    assert {len(tips.do) for tips in HANDBOOK.tips.values()} <= {2, 3}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_stands_twice_in_the_playbook(language: str) -> None:
    said = Counter(" ".join(text[language].lower().split()) for _, text in playbook_texts(HANDBOOK))
    assert [sentence for sentence, count in said.items() if count > 1] == []


def test_there_are_at_least_thirty_principles() -> None:
    assert len(HANDBOOK.principles) >= 30


@pytest.mark.parametrize("situation", [one.id for one in HANDBOOK.situations])
def test_every_situation_has_a_principle(situation: str) -> None:
    assert any(situation in one.situations for one in HANDBOOK.principles)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_principle_says_the_same_as_another(language: str) -> None:
    said = Counter(one.text[language].lower() for one in HANDBOOK.principles)
    assert [sentence for sentence, count in said.items() if count > 1] == []


# --- texts


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_missing_in_a_language(language: str) -> None:
    assert missing(language, BANK, HANDBOOK) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_has_no_two_answers_of_the_same_words(language: str) -> None:
    alike = [
        question.id
        for question in BANK.questions
        if len({one.text[language].lower() for one in question.answers}) < len(question.answers)
    ]
    assert alike == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_questions_have_the_same_words(language: str) -> None:
    said = Counter(question.text[language].lower() for question in BANK.questions)
    assert [sentence for sentence, count in said.items() if count > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_responses_are_seen_in_the_same_words(language: str) -> None:
    said = Counter(one.seen[language].lower() for each in BANK.questions for one in each.answers)
    assert [sentence for sentence, count in said.items() if count > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_question_ends_with_a_question_mark(language: str) -> None:
    assert [one.id for one in BANK.questions if not one.text[language].endswith("?")] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_label_fits_a_button(language: str) -> None:
    labels = [answer.text[language] for one in BANK.questions for answer in one.answers]
    labels += [persona.short[language] for persona in BANK.personas.values()]
    labels += [situation.button[language] for situation in HANDBOOK.situations]
    assert [label for label in labels if len(label) > 30] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_question_or_answer_gives_a_group_away(language: str) -> None:
    words = [persona.short[language] for persona in BANK.personas.values()]
    words += [persona.name[language] for persona in BANK.personas.values()]
    words += [r"(nhóm|số|type|group)\s+[1-9]\b", "enneagram", "tính cách", "personality"]
    given_away = re.compile(rf"\b({'|'.join(words)})", re.IGNORECASE)
    found = [place for place, text in question_texts(BANK) if given_away.search(text[language])]
    assert found == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_spoken_sentence_fits_a_button_that_copies_it(language: str) -> None:
    speech = SPEECHES[language]
    names = [f"{word} Lan" for word in speech.address] + ["Lan"]
    spoken = [speech.written(tips.say, name) for tips in HANDBOOK.tips.values() for name in names]
    assert max(len(sentence) for sentence in spoken) <= LONGEST_COPY


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_of_address_is_left_open(language: str) -> None:
    texts = [*bank_texts(BANK), *handbook_texts(HANDBOOK)]
    written = [(place, SPEECHES[language].written(text, "Chị Lan")) for place, text in texts]
    assert [place for place, text in written if "{" in text or "}" in text] == []


# --- what buttons carry


def carried(blocks: Blocks) -> list[str]:
    """The data of all buttons."""
    return [button.data for block in blocks for button in block]


def all_callbacks() -> Iterator[str]:
    """What all buttons under questions, cards and tips carry."""
    one = BANK.questions[0]
    answer = Answered(
        interview_id=ID, number=LONGEST_NUMBER, question_id=one.id, answer_id=one.answers[0].id
    )
    for question in BANK.questions:
        yield from carried(buttons.of_question(ID, question))
    for confirmed in (None, 9):
        customer = Customer(id=ID, name="Lan")
        profile = Profile(customer=customer, answers=(answer,), confirmed=confirmed)
        card = make_card(profile, KNOWLEDGE)
        yield from carried(buttons.of_card(card, KNOWLEDGE))
        for situation in HANDBOOK.situations:
            yield from carried(buttons.of_tips(card, KNOWLEDGE, situation.id, 9))
    yield from carried(buttons.of_groups(ID, 9, KNOWLEDGE))


def test_what_every_button_carries_fits_telegram() -> None:
    assert max(len(data.encode()) for data in all_callbacks()) <= LONGEST_CALLBACK


def test_the_longest_id_an_answer_may_have_fits_telegram() -> None:
    longest = replace(BANK.questions[0].answers[0], id="a" * 16)
    question = replace(BANK.questions[0], id="q" * 24, answers=(longest,))
    data = carried(buttons.of_question(ID, question))
    assert max(len(one.encode()) for one in data) <= LONGEST_CALLBACK


def test_no_part_of_what_a_button_carries_holds_a_colon() -> None:
    assert [one for one in all_ids() if ":" in one] == []


# --- ids are for ever


def test_no_shipped_id_has_disappeared() -> None:
    lost = sorted(set(shipped_ids()) - all_ids())
    assert not lost, (
        f"Ids are for ever: stored answers and buttons still name {lost}. Put them back (their "
        "texts may change), and give a new id to what has a new meaning."
    )


def test_every_id_is_listed() -> None:
    new = sorted(all_ids() - set(shipped_ids()))
    assert not new, (
        "These ids are new. From now on they are for ever: add these lines to "
        f"{IDS.name}, in the order of the alphabet:\n" + "\n".join(new)
    )


def test_the_list_of_ids_is_sorted_and_names_each_once() -> None:
    assert shipped_ids() == sorted(set(shipped_ids()))


def test_the_ids_of_questions_are_unique_in_the_bank() -> None:
    ids = [question.id for question in BANK.questions]
    assert len(ids) == len(set(ids))


# --- a new language


def in_language(value: Any, language: str) -> Any:
    """Content with every text also in a new language, in the words of the English one."""
    if isinstance(value, dict):
        grown = {key: in_language(one, language) for key, one in value.items()}
        return {**grown, language: grown["en"]} if {"vi", "en"} <= grown.keys() else grown
    if isinstance(value, list):
        return [in_language(one, language) for one in value]
    return value


def copied(source: Path, target: Path, language: str) -> None:
    """Copies a folder of content and adds a new language to it."""
    for path in source.rglob("*.yaml"):
        grown = in_language(yaml.safe_load(path.read_text(encoding="utf-8")), language)
        copy = target / path.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(yaml.safe_dump(grown, allow_unicode=True, sort_keys=False), "utf-8")


def test_content_that_knows_nothing_of_a_new_language_misses_all_of_it() -> None:
    texts = [*bank_texts(BANK), *handbook_texts(HANDBOOK)]
    assert missing("xx", BANK, HANDBOOK) == [place for place, _ in texts]


def test_the_one_text_that_is_missing_in_a_new_language_is_named(tmp_path: Path) -> None:
    copied(BANK_FOLDER, tmp_path, "xx")
    one = BANK.questions[0]
    path = tmp_path / "questions" / f"{one.topic}.yaml"
    topic = yaml.safe_load(path.read_text(encoding="utf-8"))
    entry = next(entry for entry in topic["questions"] if entry["id"] == one.id)
    del entry["answers"][1]["seen"]["xx"]
    path.write_text(yaml.safe_dump(topic, allow_unicode=True), encoding="utf-8")
    nothing = Handbook(situations=(), tips={}, principles=())
    assert missing("xx", load_bank(tmp_path), nothing) == [f"{one.id}/{one.answers[1].id}.seen"]


def test_a_handbook_grown_by_a_language_misses_nothing_in_it(tmp_path: Path) -> None:
    copied(HANDBOOK_FOLDER, tmp_path, "xx")
    handbook = load_handbook(tmp_path)
    assert missing("xx", Bank(personas={}, questions=()), handbook) == []


def test_the_sentences_that_are_missing_in_a_new_language_are_named(tmp_path: Path) -> None:
    for path in TEXTS.glob("*.yaml"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    english = yaml.safe_load((TEXTS / "en.yaml").read_text(encoding="utf-8"))
    del english["button"]["skip"]
    del english["error"]
    text = yaml.safe_dump(english, allow_unicode=True)
    (tmp_path / "xx.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        load_speeches(tmp_path)
    found = sorted((one.file, one.place) for one in caught.value.mistakes)
    name = short_name(tmp_path / "xx.yaml")
    assert found == [(name, "button.skip"), (name, "error")]


def test_no_answer_reads_like_a_word_that_does_something() -> None:
    labels = {
        as_typed(text)
        for question in BANK.questions
        for answer in question.answers
        for text in answer.text.by_language.values()
    }
    assert sorted(labels & KNOWLEDGE.words.keys()) == []
