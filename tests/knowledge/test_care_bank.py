"""Care: what its YAML means, and every mistake in it by file, line and place."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from knowledge.care_bank import load_care
from knowledge.care_model import RELATIONSHIPS
from knowledge.handbook import CONTENT
from loading.mistakes import Mistake
from tests.loading.folders import Folder, Slip, Slipped, mistakes_in, slipped

LANGUAGES = ("vi", "en")
TEMPLATES, PLANS = "templates.yaml", "care_plans.yaml"
TEMPLATES_TEXT = """\
templates:
  - id: hello
    plain: {vi: "Chào {you} {name}, {me} đây ạ", en: "Hi {name}, just a plain hello"}
    warm: {vi: "Chào {you} {name}, vui quá ạ", en: "Hello {name}, what a joy this is"}
    reassuring: {vi: "Chào {you} {name}, yên tâm ạ", en: "Hello {name}, all is well here"}
  - id: ready
    plain: {vi: "Dạ {product} có ngày {date}", en: "Your {product} comes on {date}"}
    warm: {vi: "Dạ vui quá, {product} có ngày {date}", en: "Good news, {product} comes on {date}"}
    reassuring: {vi: "Dạ chắc là {product} có ngày {date}", en: "Surely {product} comes on {date}"}
"""
PLANS_TEXT = """\
actions:
  - id: greet
    relationship: [new, loyal]
    after_days: 1
    text: {vi: Gọi chào khách, en: Call to say hello}
    why: {vi: Ai cũng thích được chào, en: Everybody likes a hello}
    message: hello
  - id: report
    event: first_order
    after_days: 0
    text: {vi: Báo ngày giao, en: Tell the delivery date}
    why: {vi: Khách cần biết ngày, en: They need the date}
    message: ready
"""
GROUP_4 = "combined/group-4.yaml"
LOST_OF_4 = (
    '  lost: {vi: "Nhóm 4 lost: một hai ba bốn năm sáu bảy tám", '
    'en: "Group 4 lost: one two three four five six seven eight"}\n'
)
TOO_LONG = "dài " * 30

SLIPS = {
    "a relationship nobody knows in an action": Slip(
        old="[new, loyal]", new="[new, royal]", place="actions.greet.relationship.1",
        says="royal", file=PLANS,
    ),
    "an event nobody knows": Slip(
        old="event: first_order", new="event: wedding", place="actions.report.event",
        says="first_order", file=PLANS,
    ),
    "an action without a start": Slip(
        old="    event: first_order\n", new="", place="actions.report", says=";", file=PLANS,
        line_of="id: report",
    ),
    "an action without a message": Slip(
        old="    message: hello\n", new="", place="actions.greet.message", says=";", file=PLANS,
        line_of="id: greet",
    ),
    "an action without its template": Slip(
        old="message: hello", new="message: goodbye", place="actions.greet.message",
        says="hello, ready", file=PLANS,
    ),
    "an action's id twice": Slip(
        old="id: report", new="id: greet", place="actions.greet", says="greet", file=PLANS,
    ),
    "an action due before its start": Slip(
        old="after_days: 1", new="after_days: -1", place="actions.greet.after_days", says="-1",
        file=PLANS,
    ),
    "an action that is told too long": Slip(
        old="Báo ngày giao", new=TOO_LONG, place="actions.report.text", says="30", file=PLANS,
    ),
    "an action without a reason in English": Slip(
        old=", en: They need the date", new="", place="actions.report.why", says="en", file=PLANS,
    ),
    "a field of an action nobody knows": Slip(
        old="    message: ready", new="    colour: 1\n    message: ready",
        place="actions.report.colour", says=";", file=PLANS, line_of="    message: ready",
    ),
    "a template without a tone": Slip(
        old='    warm: {vi: "Dạ vui quá, {product} có ngày {date}", '
        'en: "Good news, {product} comes on {date}"}\n',
        new="", place="templates.ready.warm", says=";", file=TEMPLATES, line_of="id: ready",
    ),
    "a placeholder nobody knows": Slip(
        old="Chào {you} {name}, vui", new="Chào {you} {nam}, vui", place="templates.hello.warm",
        says="{nam}", file=TEMPLATES,
    ),
    "a placeholder nobody knows in English alone": Slip(
        old="Surely {product}", new="Surely {price}", place="templates.ready.reassuring",
        says="{price}", file=TEMPLATES,
    ),
    "a Vietnamese word of address in English": Slip(
        old="Hi {name}", new="Hi {you}", place="templates.hello.plain", says="{you}",
        file=TEMPLATES,
    ),
    "the customer spoken of in a message": Slip(
        old="Chào {you} {name}, vui", new="Chào {customer} {name}, vui",
        place="templates.hello.warm", says="{customer}", file=TEMPLATES,
    ),
    "a lone brace in a message": Slip(
        old="just a plain hello", new="just a plain hello}", place="templates.hello.plain",
        says="}", file=TEMPLATES,
    ),
    "a message too long for the button that copies it": Slip(
        old="just a plain hello", new=8 * "{product} ", place="templates.hello.plain",
        says="220", file=TEMPLATES,
    ),
    "a message of four words": Slip(
        old="Hi {name}, just a plain hello", new="Hi, how are you", place="templates.hello.plain",
        says="4", file=TEMPLATES,
    ),
    "a message without Vietnamese": Slip(
        old='vi: "Dạ {product} có ngày {date}", ', new="", place="templates.ready.plain",
        says="vi", file=TEMPLATES,
    ),
    "a template's id that is a number": Slip(
        old="id: ready", new="id: 7", place="templates.1.id", says="7", file=TEMPLATES,
    ),
    "a combined tip that is missing": Slip(
        old=LOST_OF_4, new="", place="relationships.lost", says=";", file=GROUP_4,
        line_of="  potential:",
    ),
    "a combined tip twice": Slip(
        old=LOST_OF_4, new=2 * LOST_OF_4, place="", says="lost", file=GROUP_4,
        line_of="  complaint:",
    ),
    "a combined tip without English": Slip(
        old=', en: "Group 4 lost: one two three four five six seven eight"', new="",
        place="relationships.lost", says="en", file=GROUP_4,
    ),
    "a combined tip that is too long": Slip(
        old="Group 4 lost", new=20 * "very long ", place="relationships.lost", says="36",
        file=GROUP_4,
    ),
    "a combined tip that is too short": Slip(
        old="Group 4 lost: one two three four five six seven eight", new="Call them",
        place="relationships.lost", says="2", file=GROUP_4,
    ),
    "a placeholder nobody knows in a combined tip": Slip(
        old="Nhóm 4 lost", new="Nhóm {name} lost", place="relationships.lost", says="{name}",
        file=GROUP_4,
    ),
    "another group than the file's": Slip(
        old="group: 4", new="group: 5", place="group", says="4", file=GROUP_4,
    ),
    "a tenth group": Slip(
        old="group: 4", new="group: 10", place="group", says="10", file=GROUP_4,
    ),
}  # fmt: skip

# Slips that are two mistakes: what stands under a wrong name is missing under the right one.
WIDE_SLIPS = {
    "a combined tip for a relationship nobody knows": Slip(
        old="  lost:", new="  left:", place="relationships.left", says="lost", file=GROUP_4,
    ),
    "a template's id twice": Slip(
        old="id: ready", new="id: hello", place="templates.hello", says="hello", file=TEMPLATES,
    ),
    "a template's id in capitals": Slip(
        old="id: ready", new="id: Ready", place="templates.1.id", says="Ready", file=TEMPLATES,
    ),
}  # fmt: skip

ALL_SLIPS = {**SLIPS, **WIDE_SLIPS}


def combined_lines(group: int) -> Iterator[str]:
    """A file of seven tips for a group."""
    yield f"group: {group}\nrelationships:\n"
    for one in RELATIONSHIPS:
        yield f'  {one}: {{vi: "Nhóm {group} {one}: một hai ba bốn năm sáu bảy tám", '
        yield f'en: "Group {group} {one}: one two three four five six seven eight"}}\n'


def care_folder(root: Path) -> Folder:
    """Care of two actions and two templates without a mistake."""
    folder = Folder(root=root)
    folder.write(TEMPLATES, TEMPLATES_TEXT)
    folder.write(PLANS, PLANS_TEXT)
    for group in range(1, 10):
        folder.write(f"combined/group-{group}.yaml", "".join(combined_lines(group)))
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Care without a mistake."""
    return care_folder(tmp_path)


def after(name: str) -> Slipped:
    """What is found in the small care after the slip of that name."""
    return slipped(ALL_SLIPS[name], care_folder, load_care)


def mistakes(folder: Folder) -> tuple[Mistake, ...]:
    """All mistakes of a folder; the test fails if it has none."""
    return mistakes_in(load_care, folder.root)


# --- what is read


def test_there_is_a_tip_for_every_group_in_every_relationship(folder: Folder) -> None:
    combined = load_care(folder.root).combined
    assert {group: set(tips.by_relationship) for group, tips in combined.items()} == {
        group: set(RELATIONSHIPS) for group in range(1, 10)
    }


def test_an_action_of_a_relationship_has_no_event(folder: Folder) -> None:
    greet = load_care(folder.root).actions[0]
    assert (greet.relationships, greet.event) == (frozenset({"new", "loyal"}), None)


def test_an_action_of_an_event_is_for_every_relationship(folder: Folder) -> None:
    report = load_care(folder.root).actions[1]
    assert (report.relationships, report.event) == (frozenset(), "first_order")


def test_an_action_names_its_template(folder: Folder) -> None:
    care = load_care(folder.root)
    assert [one.template for one in care.actions] == ["hello", "ready"]


def test_an_action_is_found_by_its_id(folder: Folder) -> None:
    care = load_care(folder.root)
    assert care.action("report") is care.actions[1]


def test_an_action_the_content_no_longer_has_is_none(folder: Folder) -> None:
    assert load_care(folder.root).action("gone") is None


def test_a_template_holds_every_tone(folder: Folder) -> None:
    hello = load_care(folder.root).templates["hello"]
    assert set(hello.by_tone) == {"plain", "warm", "reassuring"}


def test_a_template_may_be_written_in_a_further_language(folder: Folder) -> None:
    folder.edit(TEMPLATES, '"Hi {name}, just', 'xx: "Ho {name} ho ho ho", en: "Hi {name}, just')
    folder.edit(TEMPLATES, "en: xx:", "xx:")
    hello = load_care(folder.root).templates["hello"]
    assert hello.by_tone["plain"]["xx"] == "Ho {name} ho ho ho"


def test_the_length_of_a_message_is_that_of_the_filled_one(folder: Folder) -> None:
    folder.edit(TEMPLATES, "just a plain hello", "a b c " + 45 * "{me}")
    assert {one.place for one in mistakes(folder)} == {"templates.hello.plain"}


# --- one slip, one mistake


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_is_the_one_mistake_with_its_line_and_place(name: str) -> None:
    found = after(name)
    places = [(one.file, one.line, one.place) for one in found.mistakes]
    assert places == [(found.file, found.line, found.place)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ALL_SLIPS)
def test_a_slip_is_explained_in_every_language(name: str, language: str) -> None:
    found = after(name)
    assert found.says in " ".join(found.sentences(language))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ALL_SLIPS)
def test_a_slip_comes_with_its_cure(name: str, language: str) -> None:
    for said in after(name).sentences(language):
        assert len(said.rpartition("; ")[2].split()) >= 2


@pytest.mark.parametrize("name", ALL_SLIPS)
def test_a_slip_is_not_said_in_the_same_words_in_every_language(name: str) -> None:
    found = after(name)
    assert found.sentences("vi") != found.sentences("en")


@pytest.mark.parametrize("name", WIDE_SLIPS)
def test_a_wide_slip_is_named_with_its_file_line_and_place(name: str) -> None:
    found = after(name)
    places = [(one.file, one.line, one.place) for one in found.mistakes]
    assert (found.file, found.line, found.place) in places
    assert len(places) == 2


# --- all mistakes at once


def test_mistakes_in_all_files_are_listed_at_once(folder: Folder) -> None:
    folder.edit(GROUP_4, "group: 4", "group: 5")
    folder.edit(PLANS, "event: first_order", "event: wedding")
    folder.edit(TEMPLATES, "Hi {name}", "Hi {you}")
    assert {one.file for one in mistakes(folder)} == {
        folder.shown(one) for one in (GROUP_4, PLANS, TEMPLATES)
    }


def test_mistakes_in_one_action_are_listed_at_once(folder: Folder) -> None:
    folder.edit(PLANS, "[new, loyal]", "[nu, royal]")
    folder.edit(PLANS, "after_days: 1", "after_days: soon")
    folder.edit(PLANS, "message: hello", "message: goodbye")
    folder.edit(PLANS, "id: report", "id: greet")
    assert [one.place for one in mistakes(folder)] == [
        "actions.greet.relationship.0",
        "actions.greet.relationship.1",
        "actions.greet.after_days",
        "actions.greet",
        "actions.greet.message",
    ]


def test_mistakes_in_one_file_of_tips_are_listed_at_once(folder: Folder) -> None:
    folder.edit(GROUP_4, "Nhóm 4 lost", "Nhóm {name} lost")
    folder.edit(GROUP_4, "  loyal:", "  royal:")
    folder.edit(GROUP_4, "group: 4", "group: 5")
    assert {one.place for one in mistakes(folder)} == {
        "group",
        "relationships.lost",
        "relationships.loyal",
        "relationships.royal",
    }


def test_a_mistake_in_a_template_does_not_make_its_actions_look_wrong(folder: Folder) -> None:
    folder.edit(TEMPLATES, "Hi {name}", "Hi {you}")
    assert {one.file for one in mistakes(folder)} == {folder.shown(TEMPLATES)}


@pytest.mark.parametrize("text", ["", "templates: [", "templates: []", "templates: 3", "3"])
def test_unreadable_templates_do_not_make_the_actions_look_wrong(folder: Folder, text: str) -> None:
    folder.write(TEMPLATES, text)
    assert {one.file for one in mistakes(folder)} == {folder.shown(TEMPLATES)}


@pytest.mark.parametrize(
    "text", ["", "actions: [", "actions: []", "actions: 3", "3", "actions: [3]"]
)
def test_unreadable_plans_are_named(folder: Folder, text: str) -> None:
    folder.write(PLANS, text)
    assert {one.file for one in mistakes(folder)} == {folder.shown(PLANS)}


@pytest.mark.parametrize("text", ["", "group: 4", "group: 4\nrelationships: 3", "[", "3"])
def test_unreadable_tips_are_named(folder: Folder, text: str) -> None:
    folder.write(GROUP_4, text)
    assert {one.file for one in mistakes(folder)} == {folder.shown(GROUP_4)}


@pytest.mark.parametrize("name", [TEMPLATES, PLANS, GROUP_4, "combined/group-9.yaml"])
def test_a_missing_file_is_named(folder: Folder, name: str) -> None:
    folder.remove(name)
    found = [(one.file, one.kind) for one in mistakes(folder)]
    assert found == [(folder.shown(name), "file_missing")]


@pytest.mark.parametrize("name", ["combined/group-10.yaml", "combined/group_4.yml"])
def test_a_file_of_tips_that_is_never_read_is_named(folder: Folder, name: str) -> None:
    folder.write(name, "".join(combined_lines(4)))
    assert [one.file for one in mistakes(folder)] == [folder.shown(name)]


# --- the shipped care


def test_the_shipped_care_has_no_mistake() -> None:
    assert load_care().actions


def test_there_are_63_combined_tips() -> None:
    assert sum(len(tips.by_relationship) for tips in load_care().combined.values()) == 63


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_combined_tip_stands_twice(language: str) -> None:
    combined = load_care().combined.values()
    said = [text[language].lower() for tips in combined for text in tips.by_relationship.values()]
    assert len(set(said)) == len(said)


@pytest.mark.parametrize("relationship", RELATIONSHIPS)
def test_every_relationship_starts_an_action(relationship: str) -> None:
    assert any(relationship in one.relationships for one in load_care().actions)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_shipped_template_says_something_else_in_every_tone(language: str) -> None:
    for template in load_care().templates.values():
        assert len({text[language] for text in template.by_tone.values()}) == 3


def test_both_languages_of_a_shipped_message_need_the_same_facts() -> None:
    raw = yaml.safe_load((CONTENT / TEMPLATES).read_text(encoding="utf-8"))["templates"]
    facts = ("{name}", "{product}", "{date}", "{shop}")
    for entry in raw:
        for tone in ("plain", "warm", "reassuring"):
            vi, en = ({one for one in facts if one in entry[tone][code]} for code in LANGUAGES)
            assert vi == en, (entry["id"], tone)
