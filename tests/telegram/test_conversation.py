"""The main story on Telegram: a name, taps, a card, tips, a confirmation."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from bot.conversation import Conversation
from bot.dialogue.commands import COMMANDS
from tests.botapi import BotApiServer, Message, User
from tests.telegram.running import open_question, running, tap

FIRST_CARD_AFTER = 5


def answer_first(user: User, question: Message, times: int) -> Message:
    """Taps the first answer so many times."""
    for _ in range(times):
        question = tap(user, question, question.labels[0])
    return question


def test_six_taps_lead_from_an_unknown_name_to_a_card(rep: User, server: BotApiServer) -> None:
    question = open_question(rep, "Chị Lan Q7")
    card = answer_first(rep, question, FIRST_CARD_AFTER)
    assert "Giả thuyết: nhóm" in card.text
    assert "Cũng có thể: nhóm" in card.text
    assert "Vì sao" in card.text
    assert any(label.startswith("✅ Đúng rồi") for label in card.labels)
    assert server.unplanned_refusals == []


def test_the_interview_edits_one_message_in_place(rep: User) -> None:
    question = open_question(rep, "Chị Lan Q7")
    card = answer_first(rep, question, FIRST_CARD_AFTER)
    assert card.message_id == question.message_id
    assert len(rep.chat.bot_messages) == 3  # welcome, its examples, and the one edited


def test_a_known_name_opens_its_card_without_a_command(rep: User) -> None:
    answer_first(rep, open_question(rep, "Chị Lan Q7"), FIRST_CARD_AFTER)
    rep.send("chi lan q7")
    assert rep.wait_for_message().text.startswith("Chị Lan Q7\nGiả thuyết")


def test_a_situation_gives_tips_and_a_sentence_to_copy(rep: User) -> None:
    card = answer_first(rep, open_question(rep, "Chị Lan Q7"), FIRST_CARD_AFTER)
    tips = tap(rep, card, "Báo giá")
    assert tips.text.startswith("Chị Lan Q7 · Báo giá")
    assert "Tránh" in tips.text
    assert tips.labels[0] == "📋 Sao chép câu này"


def test_confirming_says_so_and_offers_to_take_it_back(rep: User) -> None:
    card = answer_first(rep, open_question(rep, "Chị Lan Q7"), FIRST_CARD_AFTER)
    right = next(label for label in card.labels if label.startswith("✅ Đúng rồi"))
    said = rep.tap(card, right).wait_answer()
    confirmed = rep.wait_for_edit()
    assert (said.text or "").startswith("Đã ghi: nhóm")
    assert "Anh/chị đã xác nhận nhóm" in confirmed.text
    assert "↩ Bỏ xác nhận" in confirmed.labels


def test_the_name_on_a_card_cannot_carry_markup(rep: User, server: BotApiServer) -> None:
    name = "Chị Lan <b>&*sao*</b> {name}"
    card = answer_first(rep, open_question(rep, name), FIRST_CARD_AFTER)
    assert card.text.startswith(name)
    assert server.unplanned_refusals == []


def test_a_message_of_numbers_answers_where_buttons_have_gone_dead(rep: User) -> None:
    open_question(rep, "Chị Lan Q7")
    rep.send("1")
    assert "câu 2" in rep.wait_for_message().text


def test_people_who_talk_at_once_do_not_disturb_each_other(
    bot: None, admit: Callable[..., User], server: BotApiServer
) -> None:
    people = [admit("An"), admit("Bình")]

    def meet(user: User) -> Message:
        name = f"Khách của {user.person.first_name}"
        return answer_first(user, open_question(user, name), FIRST_CARD_AFTER)

    with ThreadPoolExecutor() as pool:
        cards = list(pool.map(meet, people))
    assert [card.text.splitlines()[0] for card in cards] == ["Khách của An", "Khách của Bình"]
    assert server.unplanned_refusals == []


def test_a_burst_of_messages_in_one_chat_keeps_its_order(rep: User) -> None:
    names = [f"Khách số {word}" for word in ("một", "hai", "ba", "bốn", "năm", "sáu")]
    for name in names:
        rep.send(name)
    said = [rep.wait_for_message().text for _ in names]
    assert all(name in text for name, text in zip(names, said, strict=True))


def test_the_interview_goes_on_after_a_restart(
    server: BotApiServer, shell: Conversation, admit: Callable[..., User]
) -> None:
    with running(server, shell):
        user = admit("Hoa")
        question = open_question(user, "Chị Lan Q7")
        question = answer_first(user, question, 2)
    with running(server, shell):
        following = tap(user, question, question.labels[0])
    assert following.text.startswith("Chị Lan Q7 · câu 4")


def test_the_menu_is_the_command_table_in_both_languages(bot: None, server: BotApiServer) -> None:
    server.wait_for_calls("setMyCommands", 3)
    names = [command.command for command in server.commands("vi")]
    assert names == [command.command for command in server.commands("en")]
    assert names == list(COMMANDS)
    assert server.commands("vi")[1].description == "Thêm khách mới"
    assert server.commands() == server.commands("vi")


def test_language_is_the_clients_until_it_is_chosen(bot: None, admit: Callable[..., User]) -> None:
    user = admit("John", language="en-GB")
    user.send("Mrs Lan")
    assert user.wait_for_message().text == "I know no customer called “Mrs Lan” yet."
    user.send("/language vi")
    user.wait_for_message()
    user.send("Mrs Mai")
    assert user.wait_for_message().text.startswith("Mình chưa có khách nào")
