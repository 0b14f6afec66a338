"""Chooses the care for a customer: the tip, the next actions, the message, the next contact."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.bare_name import bare_name
from knowledge.care_model import ADDRESS, Care, CareAction, Tone
from knowledge.model import Text

FIRST_LANGUAGE = "vi"
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_SENTENCE_START = re.compile(r"(?:^|[.?!] )$")

TONES: Mapping[int, Tone] = {
    **dict.fromkeys((1, 3, 5, 8), "plain"),
    **dict.fromkeys((2, 4, 7, 9), "warm"),
    6: "reassuring",
}

# How often to be in touch, in days; the sources name no figures, these are the house's own.
STAGE_DAYS = {"lead": 14, "potential": 7, "current": 30, "past": 60}
SOONEST, LATEST = 7, 90  # who buys every day is not called every day, nobody is left a season


@dataclass(frozen=True, kw_only=True)
class PlannedAction:
    """An action with its day: counted from its start, and from today (below 0: overdue)."""

    action: CareAction
    due_day: int
    in_days: int


@dataclass(frozen=True, kw_only=True)
class Unfilled:
    """A message that cannot be sent yet: the placeholders there is nothing for, in order."""

    template: str
    missing: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class NoTemplate:
    """A message that cannot be written: the content no longer has the template."""

    template: str


@dataclass(frozen=True, kw_only=True)
class NextContact:
    """In how many days from today to be in touch, and the id of the reason."""

    in_days: int
    reason: str


def combined_tip(care: Care, group: int, relationship: str) -> Text | None:
    """The tip for a group in a relationship; None while the content knows no such pair."""
    tips = care.combined.get(group)
    return tips.by_relationship.get(relationship) if tips is not None else None


def planned_actions(
    care: Care, relationship: str, days_in_class: int, events: Mapping[str, int]
) -> list[PlannedAction]:
    """All actions that the relationship and the events start, the most urgent first.

    `days_in_class` are the days since the relationship began, `events` holds the days since each
    (a birthday that is still to come: below 0). Overdue actions stay in the list.
    """
    planned = []
    for action in care.actions:
        if action.relationships and relationship not in action.relationships:
            continue
        since = days_in_class if action.event is None else events.get(action.event)
        if since is not None:
            due = action.after_days
            planned.append(PlannedAction(action=action, due_day=due, in_days=due - since))
    return sorted(planned, key=lambda one: one.in_days)


def tone_of(group: int) -> Tone:
    """The tone that suits a group; KeyError for a group that does not exist."""
    return TONES[group]


def message(
    care: Care, template_id: str, group: int, language: str, facts: Mapping[str, str]
) -> str | Unfilled | NoTemplate:
    """A message in the tone of the group with its facts filled in, ready to send.

    A language the template is not written in gives the Vietnamese text.
    """
    template = care.templates.get(template_id)
    if template is None:
        return NoTemplate(template=template_id)
    by_language = template.by_tone[tone_of(group)]
    text = by_language.get(language) or by_language[FIRST_LANGUAGE]
    known = {name: " ".join(value.split()) for name, value in facts.items()}
    wanted = dict.fromkeys(_PLACEHOLDER.findall(text))
    missing = tuple(name for name in wanted if not known.get(name))
    if missing:
        return Unfilled(template=template_id, missing=missing)
    return _PLACEHOLDER.sub(lambda found: _filled(found, known), text)


def _filled(found: re.Match[str], facts: Mapping[str, str]) -> str:
    """The fact; a word of address that opens a sentence with a capital letter."""
    value = facts[found[1]]
    opens = _SENTENCE_START.search(found.string[: found.start()]) is not None
    return value[:1].upper() + value[1:] if opens and found[1] in ADDRESS else value


def next_contact(
    days_since_contact: int | None, usual_interval: int | None, stage: str
) -> NextContact:
    """When to be in touch again: by the usual days between purchases, else by the sales stage.

    None stands for what is not known; an order counts as a contact.
    """
    if days_since_contact is None:
        return NextContact(in_days=0, reason="never_contacted")
    every, reason = _rhythm(usual_interval, stage)
    left = every - days_since_contact
    if left < 0 and reason == "usual_interval":
        reason = "interval_passed"
    return NextContact(in_days=max(0, left), reason=reason)


def _rhythm(usual_interval: int | None, stage: str) -> tuple[int, str]:
    """How many days lie between contacts, and why; an old habit says nothing of a past customer."""
    if usual_interval is None or stage in STAGE_DAYS.keys() - {"current"}:
        known = stage in STAGE_DAYS
        return STAGE_DAYS[stage if known else "current"], f"stage_{stage if known else 'unknown'}"
    if usual_interval < SOONEST:
        return SOONEST, "not_too_often"
    if usual_interval > LATEST:
        return LATEST, "stay_in_touch"
    return usual_interval, "usual_interval"


__all__ = [
    "NextContact",
    "NoTemplate",
    "PlannedAction",
    "Unfilled",
    "bare_name",
    "combined_tip",
    "message",
    "next_contact",
    "planned_actions",
    "tone_of",
]
