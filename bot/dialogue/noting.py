"""Free notes: keeps them, says what was understood, asks what was doubtful."""

from dataclasses import replace

from bot.dialogue import buttons
from bot.dialogue.card import make_card
from bot.dialogue.carding import about, show_card
from bot.dialogue.effects import ListCustomers, LoadProfile, SaveMeaning, SaveNote, WithdrawNote
from bot.dialogue.intents import TakeBackNote, TakeMeaning, TakeNote
from bot.dialogue.profile import Noted, Profile
from bot.dialogue.progress import Progress
from bot.dialogue.replies import NoteScreen, Notice, Phrase
from bot.dialogue.turn import Turn, notice, say, stale_button
from bot.dialogue.world import World
from personas.note_evidence import told_cues
from personas.notes import LONGEST_NOTE, Reading, Told


def take_note(progress: Progress, profile: Profile, intent: TakeNote, world: World) -> Turn:
    """Keeps a note and shows what was understood of it."""
    note = Noted(note_id=world.fresh_id, text=intent.text, sight=world.sight)
    saved = SaveNote(note_id=note.note_id, customer_id=profile.customer.id, text=intent.text)
    # What is shown now tells too much for a judgement, and the name was given.
    flow = "idle" if progress.flow in ("audit", "naming") else progress.flow
    following = replace(progress, flow=flow, note="", pending=None, created_id=None)
    noted = replace(profile, notes=(*profile.notes, note))
    turn = _show(following, profile, noted, note, world)
    return replace(turn, effects=(saved,))


def take_meaning(progress: Progress, profile: Profile, intent: TakeMeaning, world: World) -> Turn:
    """Keeps whether a doubtful cue was meant, and shows the note again."""
    note = profile.note(intent.note_id)
    told = _doubt(world.knowledge.reader.read(note.text), intent.cue_id) if note else None
    if note is None or told is None or intent.cue_id in note.meant:
        return stale_button(progress)
    saved = SaveMeaning(
        note_id=note.note_id, cue_id=intent.cue_id, phrase=told.words, meant=intent.meant
    )
    answered = replace(note, meant={**note.meant, intent.cue_id: intent.meant})
    others = tuple(one for one in profile.notes if one is not note)
    before = replace(profile, notes=others)
    turn = _show(progress, before, replace(profile, notes=(*others, answered)), answered, world)
    return replace(turn, effects=(saved,))


def take_back_note(
    progress: Progress, profile: Profile, intent: TakeBackNote, world: World
) -> Turn:
    """Takes a note back and shows the card without it."""
    note = profile.note(intent.note_id)
    if note is None:
        return stale_button(progress)
    remaining = tuple(one for one in profile.notes if one is not note)
    turn = show_card(progress, replace(profile, notes=remaining), world)
    said = Notice(phrase=Phrase(id="note.taken_back"))
    withdrawn = WithdrawNote(note_id=note.note_id)
    return replace(turn, replies=(said, *turn.replies), effects=(withdrawn,))


def _show(progress: Progress, before: Profile, noted: Profile, note: Noted, world: World) -> Turn:
    knowledge = world.knowledge
    reading = knowledge.reader.read(note.text)
    open_doubts = [one for one in reading.doubtful if one.cue_id not in note.meant]
    screen = NoteScreen(
        before=make_card(before, knowledge),
        card=make_card(noted, knowledge),
        seen=tuple(
            knowledge.bank.cues_by_id[cue_id].seen
            for cue_id in told_cues(reading, note.meant)
            if cue_id in knowledge.bank.cues_by_id
        ),
        reading=reading,
        doubt=knowledge.bank.cues_by_id[open_doubts[0].cue_id].text if open_doubts else None,
        buttons=buttons.of_note(
            noted.customer.id, note.note_id, open_doubts[0].cue_id if open_doubts else None
        ),
    )
    return Turn(progress=about(progress, noted), replies=(screen,))


def _doubt(reading: Reading, cue_id: str) -> Told | None:
    return next((one for one in reading.doubtful if one.cue_id == cue_id), None)


def too_long(progress: Progress) -> Turn:
    """What a text gets that is longer than any note."""
    return notice(progress, Phrase(id="note.too_long", facts={"most": str(LONGEST_NOTE)}))


def take_typed(progress: Progress, text: str) -> Turn:
    """Takes a note about the customer last seen, or asks whose it is."""
    if progress.customer_id is None:
        return ask_whose(progress, text)
    effect = LoadProfile(customer_id=progress.customer_id, then=TakeNote(text=text))
    return Turn(progress=progress, effects=(effect,))


def ask_whose(progress: Progress, text: str) -> Turn:
    """Keeps a note waiting, beside one that waits already, and asks which customer it is about."""
    together = f"{progress.note}, {text}" if progress.note else text
    if len(together) > LONGEST_NOTE:
        return too_long(progress)
    following = replace(progress, note=together)
    return Turn(progress=following, effects=(ListCustomers(for_note=True),))


def drop_note(progress: Progress, _world: World) -> Turn:
    """Forgets the waiting note."""
    if not progress.note:
        return stale_button(progress)
    return say(replace(progress, note="", pending=None), Phrase(id="note.dropped"))
