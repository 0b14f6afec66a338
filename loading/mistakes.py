"""A mistake in a file that a person wrote: where it is, what is wrong, how to mend it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

SENTENCES: Mapping[str, Mapping[str, str]] = {
    "file_missing": {
        "vi": "không tìm thấy tệp; hãy đặt lại tệp này vào đúng chỗ",
        "en": "the file is missing; put it back",
    },
    "yaml_syntax": {
        "vi": "YAML viết sai: {detail}; xem lại thụt dòng, dấu ngoặc và dấu hai chấm",
        "en": "this is not valid YAML: {detail}; check indentation, quotes and colons",
    },
    "file_closed": {
        "vi": "không mở được tệp ({detail}); kiểm tra quyền đọc, và đây phải là một tệp",
        "en": "the file cannot be opened ({detail}); check its rights, and that it is a file",
    },
    "not_utf8": {
        "vi": "tệp không phải mã UTF-8; lưu lại bằng mã UTF-8",
        "en": "the file is not UTF-8; save it as UTF-8",
    },
    "duplicate_key": {
        "vi": "khóa “{key}” có hai lần; giữ lại một",
        "en": "the key “{key}” stands twice; keep one",
    },
    "missing": {"vi": "thiếu mục này; hãy thêm vào", "en": "this entry is missing; add it"},
    "extra_forbidden": {
        "vi": "không có mục nào tên như vậy; sửa chính tả hoặc xóa đi",
        "en": "there is no such entry; mend the spelling or delete it",
    },
    "not_text": {
        "vi": "phải là chữ, nhưng YAML đọc ra {got}; đặt trong dấu ngoặc kép",
        "en": "text is expected, YAML reads {got}; put it in double quotes",
    },
    "not_number": {
        "vi": "phải là số, đang là {got}; bỏ dấu ngoặc kép hoặc sửa lại",
        "en": "a number is expected, not {got}; drop the quotes or mend it",
    },
    "not_whole": {
        "vi": "phải là số nguyên, đang là {got}; bỏ phần lẻ hoặc dấu ngoặc kép",
        "en": "a whole number is expected, not {got}; drop the fraction or the quotes",
    },
    "out_of_range": {
        "vi": "{got} nằm ngoài giới hạn ({bound}); sửa lại cho đúng khoảng",
        "en": "{got} is out of range ({bound}); bring it inside",
    },
    "wrong_shape": {
        "vi": "sai kiểu ({detail}); xem mẫu trong docs/content.md",
        "en": "wrong shape ({detail}); see the pattern in docs/content.md",
    },
    "bad_id": {
        "vi": "mã “{got}” không hợp lệ; chỉ dùng a-z 0-9 _ và tối đa {most} ký tự",
        "en": "“{got}” is no valid id; use a-z 0-9 _ and at most {most} characters",
    },
    "duplicate_id": {
        "vi": "mã “{got}” đã dùng ở chỗ khác; đặt mã mới",
        "en": "the id “{got}” is used elsewhere; give a new one",
    },
    "text": {"vi": "{detail_vi}", "en": "{detail_en}"},
}


@dataclass(frozen=True, kw_only=True)
class Mistake:
    """One mistake: `place` is the path of keys in the file, `line` counts from 1 (0: unknown)."""

    file: str
    place: str
    kind: str
    line: int = 0
    facts: Mapping[str, object] = field(default_factory=dict)

    def sentence(self, language: str = "vi") -> str:
        """`file:line: place: what is wrong; how to mend it` in the given language."""
        said = SENTENCES[self.kind][language].format_map(self.facts)
        where = f"{self.file}:{self.line}" if self.line else self.file
        return f"{where}: {self.place}: {said}" if self.place else f"{where}: {said}"


def text_mistake(file: str, place: str, *, vi: str, en: str, line: int = 0) -> Mistake:
    """A mistake that only one check can make, with its sentence in both languages."""
    facts = {"detail_vi": vi, "detail_en": en}
    return Mistake(file=file, place=place, kind="text", line=line, facts=facts)


class ContentError(Exception):
    """Files hold mistakes: every one is listed, the author of the file can mend them."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__("\n".join(mistake.sentence("en") for mistake in self.mistakes))


def short_name(path: Path) -> str:
    """The last three parts of a path: enough to find the file, nothing about the machine."""
    return "/".join(path.parts[-3:])
