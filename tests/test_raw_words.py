"""An exception's own words are never on screen: they are for a log, or are folded away behind a whole sentence.

The test reads the source: each place that makes text of an exception is either plainly for a log or a problem's
`detail`, or stands in `KNOWN` with what becomes of it. A new one fails until it is a sentence, or is listed.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.words import ROOT, problem_classes, sources

FOLDED = {"detail", "err", "failed"}
"""A keyword or a name that holds what is shown only when a person opens it, or is for the log."""
LOGS = {"log", "_log", "info", "warning", "error", "print", "isinstance", "type"}
RAW = ("args", "strerror", "msg")
PLACES = {"why", "detail", "reason", "error", "said", "told", "exception", "message", "cause"}
"""Names of a sentence's places that would hold another program's or the system's words; `words` are the person's."""

KNOWN = {
    "core/data/arrays/inner.py::_text": "Python's own words on a line that the person wrote",
    "core/env/engines/conda.py::solve": "read for its kind (`conda_errors`), and then `detail`",
    "core/env/engines/conda.py::link": "read for its kind, and then `detail`",
    "core/env/engines/conda.py::relink": "read for its kind, and then `detail`",
    "core/env/fetch/address.py::parts_of": "an exception's own text, which the attempt keeps as `detail`",
    "core/env/fetch/address.py::parts_of_proxy": "an exception's own text, which the attempt keeps as `detail`",
    "core/env/fetch/address.py::led_to": "an exception's own text, which the attempt keeps as `detail`",
    "core/env/fetch/attempt.py::_read": "an exception's own text, which the attempt keeps as `detail`",
    "core/env/fetch/attempt.py::_copy": "an exception's own text, which the attempt keeps as `detail`",
    "core/env/fetch/sources.py::_tunnel_status": "read for its kind",
    "core/env/fetch/sources.py::explain": "read for its kind",
    "core/env/install/attempts.py::_attempt": "a `Problem`: a whole sentence, for the attempt's log",
    "core/env/network/look.py::_end": "read for its kind",
    "core/inside/bench/explaining.py::_syntax": "read for its kind",
    "core/train/beside/trial.py::of_device": "read for its kind",
    "core/inside/bench/explaining.py::_said": "Python's and PyTorch's own words on a line that the person wrote; "
    "shown under the sentence that explains them, because they will meet them again",
    "core/inside/bench/explaining.py::explained": "the same",
    "core/inside/compare/measuring.py::next": "kept with the results; the page says only what was not measured",
    "core/train/loading.py::_is_ours": "read for its kind",
    "core/train/steps/jit.py::__init__": "raised inside the steps, which then go on without a recorder",
    "core/workers/process_tree.py::is_out_of_memory": "read for its kind",
    "core/workers/wire.py::decode": "for the log; a worker answers with a sentence of its own (`child`)",
    "core/workers/wire.py::number_of": "for the log",
    "core/workers/worker.py::__init__": "the detail of `Failed`",
    "core/workers/worker.py::_read_events": "the detail of `Failed`",
    "gui/notices/problem.py::caught": "the line by which a bug is known in tests and logs; the bar has a sentence",
}


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            yield node


def exceptions_of(function: ast.FunctionDef) -> set[str]:
    """The names in a function that hold an exception."""
    caught = {node.name for node in ast.walk(function) if isinstance(node, ast.ExceptHandler) and node.name}
    arguments = (*function.args.args, *function.args.kwonlyargs)
    given = {
        one.arg for one in arguments if one.annotation and any(
            word in ast.unparse(one.annotation) for word in ("Error", "Exception")
        )
    }  # fmt: skip
    return caught | given


def is_folded(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> bool:
    """Whether a text made here goes to a log or into what is folded away."""
    while node in parents and not isinstance(node, ast.stmt):
        above = parents[node]
        if isinstance(above, ast.keyword) and above.arg in FOLDED:
            return True
        if isinstance(above, ast.Call) and node is not above.func:
            name = above.func.attr if isinstance(above.func, ast.Attribute) else getattr(above.func, "id", "")
            if name in LOGS:
                return True
        node = above
    if not isinstance(node, ast.Assign):
        return False
    made = {name.id for target in node.targets for name in ast.walk(target) if isinstance(name, ast.Name)}
    return bool(made & FOLDED)


def raw_texts(function: ast.FunctionDef) -> Iterator[ast.AST]:
    """Every place in a function where an exception becomes text that is neither logged nor folded."""
    names = exceptions_of(function)
    parents = {child: node for node in ast.walk(function) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("str", "repr"):
            inside: list[ast.expr] = node.args
        elif isinstance(node, ast.FormattedValue) or (isinstance(node, ast.Attribute) and node.attr in RAW):
            inside = [node.value]
        else:
            continue
        used = {name.id for part in inside for name in ast.walk(part) if isinstance(name, ast.Name)}
        if used & names and not is_folded(node, parents):
            yield node


def test_no_exception_s_own_words_reach_the_screen() -> None:
    found: dict[str, str] = {}
    for path in sources():
        for function in functions(ast.parse(path.read_text("utf-8"))):
            for node in raw_texts(function):
                found[f"{path.relative_to(ROOT).as_posix()}::{function.name}"] = ast.unparse(node)
    raw = {place: text for place, text in found.items() if place not in KNOWN}
    assert raw == {}, "say it in a sentence of its kind"
    assert set(KNOWN) - set(found) == set(), "listed, but not there any more"


@pytest.mark.parametrize(
    "line",
    [
        'raise Problem("It did not start: {w}", w=str(error))',
        'self.label.put(f"{error}")',
        'tr("No. {w}", w=error.strerror)',
        'shown = "it " + repr(error)',
    ],
)
def test_this_test_sees_such_a_place(line: str) -> None:
    tree = ast.parse(f"def work():\n    try:\n        pass\n    except OSError as error:\n        {line}\n")
    assert list(raw_texts(next(functions(tree))))


def test_no_sentence_of_core_has_a_place_for_another_program_s_words() -> None:
    """`core` translates nothing, so what it puts into a place stays English in a Korean window."""
    trees = {path: ast.parse(path.read_text("utf-8")) for path in sources()}
    speakers = {"say", "Sentence"} | problem_classes(trees)
    allowed = {"core/workers/wire.py"}  # for the log: see above
    found = []
    for path, tree in trees.items():
        name = path.relative_to(ROOT).as_posix()
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or name in allowed:
                continue
            called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            places = {keyword.arg for keyword in node.keywords} & PLACES - {"detail"}
            if called in speakers and places:
                found.append(f"{name}:{node.lineno} {called} {sorted(filter(None, places))}")
    assert found == [], "\n".join(found)
