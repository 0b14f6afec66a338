"""The trained weights as data: loaded whole, or refused with the name of the file at fault."""

import json
import shutil
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from loading.mistakes import ContentError
from personas.bank import CONTENT
from personas.cue_bank import load_cues
from personas.features import BUCKETS, Features
from personas.note_model import WEIGHTS, WORDS, Linear, load_note_model

Arrays = dict[str, npt.NDArray[np.generic]]

SHIPPED = load_note_model()
OUTPUTS = ["cue_weights", "cue_scale", "cue_bias", "group_weights", "group_scale", "group_bias"]


def arrays() -> Arrays:
    """Weights of the right shapes for two cues."""
    linear = {"cue": 2, "group": 10}
    weights: Arrays = {
        f"{name}_weights": np.zeros((BUCKETS, n), np.int8) for name, n in linear.items()
    }
    scales: Arrays = {f"{name}_scale": np.ones(n) for name, n in linear.items()}
    biases: Arrays = {f"{name}_bias": np.zeros(n) for name, n in linear.items()}
    rest: Arrays = {"rarity": np.ones(BUCKETS, np.float16), "cue_ids": np.array(["one", "two"])}
    numbers: Arrays = {"sharpness": np.array(1.5)}
    return weights | scales | biases | rest | numbers


WORDS_GOOD = json.dumps({"meanings": {"vôi5": 5.0}, "plains": {"voi": 2.0}, "unseen": 7.0}).encode()


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    """A folder with small good weights."""
    _save(tmp_path, arrays())
    (tmp_path / WORDS).write_bytes(WORDS_GOOD)
    return tmp_path


def _save(folder: Path, stored: Arrays) -> None:
    np.savez(folder / WEIGHTS, **stored)  # type: ignore[arg-type]


def _stored_beginning() -> bytes:
    whole = BytesIO()
    np.savez(whole, **arrays())  # type: ignore[arg-type]
    return whole.getvalue()[:5000]


def _one_array() -> bytes:
    whole = BytesIO()
    np.save(whole, np.ones(BUCKETS))
    return whole.getvalue()


def _refused(folder: Path) -> str:
    """What the ContentError says; nothing where another error escaped, its open files let go."""
    try:
        load_note_model(folder)
    except ContentError as error:
        return str(error)
    except Exception:
        return ""
    return ""


def test_good_files_are_read(stored: Path) -> None:
    model = load_note_model(stored)
    assert (model.cue_ids, model.words.of("vôi5")) == (("one", "two"), 5.0)


@pytest.mark.parametrize("name", [WEIGHTS, WORDS])
def test_a_missing_file_is_named(stored: Path, name: str) -> None:
    (stored / name).unlink()
    with pytest.raises(ContentError, match=name):
        load_note_model(stored)


@pytest.mark.filterwarnings("ignore::ResourceWarning")  # numpy leaves a broken zip open
@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"these are no weights", id="text"),
        pytest.param(b"version https://git-lfs.github.com/spec/v1", id="a pointer"),
        pytest.param(b"", id="empty"),
        pytest.param(b"PK\x03\x04", id="the beginning of a zip"),
        pytest.param(_stored_beginning(), id="cut short"),
        pytest.param(_one_array(), id="one array in the place of all"),
    ],
)
def test_weights_that_cannot_be_read_are_named(stored: Path, content: bytes) -> None:
    (stored / WEIGHTS).write_bytes(content)
    assert WEIGHTS in _refused(stored)


@pytest.mark.parametrize("name", ["rarity", "cue_ids", *OUTPUTS])
def test_a_missing_array_is_named_with_the_file(stored: Path, name: str) -> None:
    left_out = {key: value for key, value in arrays().items() if key != name}
    _save(stored, left_out)
    with pytest.raises(ContentError, match=f"{WEIGHTS}.*{name}"):
        load_note_model(stored)


def _shorter(array: npt.NDArray[np.generic]) -> npt.NDArray[np.generic]:
    return array[:1]


def _narrower(array: npt.NDArray[np.generic]) -> npt.NDArray[np.generic]:
    return array[:, :1]


def _words(array: npt.NDArray[np.generic]) -> npt.NDArray[np.generic]:
    return np.array(["a"])


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("rarity", _shorter),
        ("rarity", _words),
        ("group_bias", _words),
        *(pytest.param(name, _shorter) for name in ("cue_ids", *OUTPUTS)),
        pytest.param("cue_weights", _narrower),
        pytest.param("group_weights", _narrower),
    ],
)
def test_an_array_of_another_shape_is_refused(
    stored: Path,
    name: str,
    change: Callable[[npt.NDArray[np.generic]], npt.NDArray[np.generic]],
) -> None:
    changed = arrays()
    changed[name] = change(changed[name])
    _save(stored, changed)
    with pytest.raises(ContentError, match=WEIGHTS):
        load_note_model(stored)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"{", id="broken"),
        pytest.param(b"\xff\xfe", id="not UTF-8"),
        pytest.param(b"[]", id="a list"),
        pytest.param(b"{}", id="without its keys"),
        pytest.param(b'{"meanings": {}, "plains": {}, "unseen": "x"}', id="no number"),
        pytest.param(b'{"meanings": [], "plains": {}, "unseen": 1}', id="no table"),
        pytest.param(b'{"meanings": {}, "plains": {}, "unseen": 1, "more": 2}', id="a key more"),
    ],
)
def test_broken_words_are_named(stored: Path, content: bytes) -> None:
    (stored / WORDS).write_bytes(content)
    with pytest.raises(ContentError) as refused:
        load_note_model(stored)
    assert refused.value.mistakes[0].file == WORDS


def test_nothing_stored_can_run_as_code(stored: Path) -> None:
    changed = arrays() | {"group_bias": np.array([None] * 10, dtype=object)}
    np.savez(stored / WEIGHTS, allow_pickle=True, **changed)
    with pytest.raises(ContentError, match=WEIGHTS):
        load_note_model(stored)


def test_the_mistake_says_how_to_mend_it(stored: Path) -> None:
    (stored / WEIGHTS).unlink()
    with pytest.raises(ContentError, match="make train"):
        load_note_model(stored)


def test_a_copy_of_the_shipped_files_reads_the_same(tmp_path: Path) -> None:
    for name in (WEIGHTS, WORDS):
        shutil.copy(CONTENT / name, tmp_path / name)
    copied = load_note_model(tmp_path)
    assert copied.cue_ids == SHIPPED.cue_ids
    assert np.array_equal(copied.groups.weights, SHIPPED.groups.weights)


def test_the_shipped_weights_know_the_shipped_cues() -> None:
    assert set(SHIPPED.cue_ids) <= {cue.id for cue in load_cues()}


@pytest.mark.parametrize("kind", ["cues", "groups"])
def test_the_shipped_weights_fit_together(kind: str) -> None:
    linear = SHIPPED.cues if kind == "cues" else SHIPPED.groups
    outputs = len(SHIPPED.cue_ids) if kind == "cues" else 10
    assert linear.weights.shape == (BUCKETS, outputs)
    assert linear.scale.shape == linear.bias.shape == (outputs,)


def test_the_shipped_numbers_are_finite() -> None:
    linears = (SHIPPED.cues, SHIPPED.groups)
    numbers = [SHIPPED.rarity, *(one.scale for one in linears), *(one.bias for one in linears)]
    assert all(np.isfinite(array).all() for array in numbers)


def test_the_shipped_files_are_a_few_megabytes_at_most() -> None:
    assert sum((CONTENT / name).stat().st_size for name in (WEIGHTS, WORDS)) < 6_000_000


def test_an_output_is_the_scaled_sum_of_its_weights_and_the_bias() -> None:
    weights = np.zeros((BUCKETS, 2), np.int8)
    weights[[3, 5]] = [[10, 0], [-2, 4]]
    linear = Linear(weights=weights, scale=np.array([0.5, 2.0]), bias=np.array([1.0, -1.0]))
    features = Features(buckets=np.array([3, 5]), values=np.array([1.0, 0.5]))
    assert linear.logits(features).tolist() == [0.5 * (10 - 1) + 1, 2.0 * 2 - 1]


def test_without_features_an_output_is_its_bias() -> None:
    nothing = Features(buckets=np.array([], np.int64), values=np.array([], np.float64))
    assert np.array_equal(SHIPPED.groups.logits(nothing), SHIPPED.groups.bias)
