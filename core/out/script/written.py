"""The Python script of a run, and the folder with its weights and data beside it."""

from __future__ import annotations

import io
import os
import re
import secrets
from pathlib import Path

import torch
from torch import Tensor

from core import files
from core.out.script.sections import Sections, sections_of
from core.out.script.text.template import Writer
from core.out.taken import LEFT_BY_SYSTEMS, OutError, Taken
from core.sentence import Sentence, say

Text = tuple[str, str]
OURS = ("weights.pt", "data.pt", "chosen.pt", "first.pt")
"""The files that lie in a folder beside a script."""
DOCSTRING = '''
"""[[A network that was grown in TorchGarden, as plain PyTorch. It needs nothing else.

    python $name                  load the trained weights and measure them
    python $name --train          train again from the beginning, with all that was done on the way
@if predict
    python $name --predict FILE   what the network says of what is in a file
@end

The folder $folder beside it belongs to it.||
TorchGarden에서 키운 신경망을 PyTorch 코드로 적었습니다. 다른 것은 필요 없습니다.

    python $name                  배운 가중치를 불러와 검증합니다
    python $name --train          처음부터, 그동안 한 모든 수정과 함께 다시 훈련합니다
@if predict
    python $name --predict FILE   파일에 있는 것에 대한 신경망의 예측
@end

곁에 있는 $folder 폴더도 필요합니다.]]
"""
'''
CHOSEN = 'chosen = torch.load(FILES / "chosen.pt", weights_only=True, map_location=device)'
FUTURE = "from __future__ import annotations\n\n"
MAIN = """
def main():
    asked = sys.argv[1:]
@if predict
    if "--predict" in asked:
        for answer in predict(trained_network(), asked[-1]):
@if classify
            print(*answer)
@else
            print(answer)
@end
        return
@end
@if left_out
    if x_valid is None:
        sys.exit("[[The data was not taken along.||데이터는 가져오지 않았습니다.]]")
@end
    net = train() if "--train" in asked else trained_network()
    loss, score = validate(net)
    print(f"[[loss||손실]] {loss:.6f}, [[$what||$korean]] {score:.6f}")


if __name__ == "__main__":
    main()
"""


def write(taken: Taken, path: Path, *, data: bool, language: str) -> tuple[Sentence, ...]:
    """Write the script, and a folder with its tensors beside it; see `core.out.forms`."""
    writer, folder = Writer(language), path.with_name(f"{path.stem}_files")
    sections = sections_of(taken, writer, files=f"Path(__file__).resolve().parent / {folder.name!r}", data=data)
    put(path, script(sections, path, folder, writer), folder, sections)
    return notes(sections, folder)


def script(sections: Sections, path: Path, folder: Path, writer: Writer) -> str:
    """Return the text of a script."""
    names = {"predict"} if sections.predict else set()
    names |= set() if sections.has_data else {"left_out"}
    values = {"name": _plain(path.name, "SCRIPT.py"), "folder": _plain(folder.name, "SCRIPT_files")}
    classify = "CLASSES" in sections.imports
    names |= {"classify"} if classify else set()
    what = {"what": "accuracy" if classify else "R²", "korean": "정확도" if classify else "R²"}
    loss, score = sections.measured
    app = writer.either(f"# In the app: loss {loss:.6f}, {what['what']} {score:.6f}",
                        f"# 앱에서: 손실 {loss:.6f}, {what['korean']} {score:.6f}")  # fmt: skip
    made = [
        f"{writer.filled(DOCSTRING, names, values)}\n\n{FUTURE * sections.is_annotated}{sections.imports}\n{app}",
        _headed(writer.either("The data", "데이터"), sections.data),
        _headed(writer.either("The network", "신경망"), sections.network),
        *([_headed(writer.either("New samples", "새 표본"), sections.predict)] if sections.predict else []),
        _headed(writer.either("The training", "훈련"), sections.training),
        _train(sections, writer),
        writer.filled(MAIN, names, what),
    ]
    return "\n\n\n".join(made) + "\n"


def _plain(name: str, instead: str) -> str:
    """Return a file's name where it can stand in a text as it is, in quotes where it has spaces."""
    if not re.fullmatch(r"[A-Za-z0-9가-힣_.][A-Za-z0-9가-힣_. \-]{0,79}", name):
        return instead
    return f"'{name}'" if " " in name else name


def _headed(heading: str, text: str) -> str:
    return f"# {'-' * (100 - len(heading))} {heading}\n{text}"


def _train(sections: Sections, writer: Writer) -> str:
    """Return the function that tells the story."""
    doc = writer.either("Train again, with all that was done, where it was done.",
                        "그동안 한 모든 것을 그 자리에서 하면서 다시 훈련합니다.")  # fmt: skip
    lines = ["def train():", f'    """{doc}"""']
    if sections.moves_points:
        lines.append("    global points, x_train, y_train")
    if sections.told.tensors:
        why = writer.either("Numbers that the app has drawn or computed.", "앱에서 뽑거나 계산한 수.")
        lines += [f"    # {why}", f"    {CHOSEN}"]
    lines.append("    training = Training()")
    for heading, piece in sections.told.pieces:
        lines += ["", f"    # ---- {heading}"] if heading else []
        lines += [f"    {line}".rstrip() for text in piece for line in text.split("\n")]
    return "\n".join([*lines, "    return training.net"])


def notes(sections: Sections, folder: Path) -> tuple[Sentence, ...]:
    """Return what a person has to know of a script or notebook."""
    told = [say("Weights and numbers lie in the folder {folder} beside it; keep both together.", folder=folder.name)]
    if not sections.has_data:
        told.append(say("The data was not taken along: it can predict, but neither measure nor train."))
    if not sections.known:
        told.append(say("How the run was trained is not told: doing it again takes too long, or it began elsewhere."))
    return tuple(told)


# --------------------------------------------------------------------------------------------------------- the files
def put(path: Path, text: str | bytes, folder: Path, sections: Sections) -> None:
    """Put a file and the folder beside it in their places, both or neither. Raises `OutError` and OSError."""
    check_folder(folder)
    made = folder.with_name(f".{os.getpid()}-{secrets.token_hex(4)}")
    old = folder.with_name(f"{made.name}-old")
    try:
        made.mkdir()
        for name, tensors in sections.tensors.items():
            files.write(made / f"{name}.pt", saved(tensors))
        had = folder.is_dir()
        if had:
            files.rename(folder, old)
        try:
            files.rename(made, folder)
            files.write(path, text)
        except OSError:
            files.remove_tree(folder)
            if had:
                files.rename(old, folder)
            raise
    finally:
        files.remove_tree(made)
        files.remove_tree(old)


def check_folder(folder: Path) -> None:
    """Raise `OutError` where there is something of the folder's name that is not ours."""
    if not os.path.lexists(folder):
        return
    ours = folder.is_dir() and not files.is_link(folder)
    ours = ours and {one.name for one in folder.iterdir()} <= {*OURS, *LEFT_BY_SYSTEMS}
    if not ours:
        raise OutError("There is already something else called {folder} beside it. Choose another name.",
                       folder=folder.name)  # fmt: skip


def saved(tensors: dict[str, Tensor]) -> bytes:
    """Return tensors by name as torch.load reads them with weights_only=True."""
    into = io.BytesIO()
    torch.save({name: tensor.detach().clone().contiguous() for name, tensor in tensors.items()}, into)
    return into.getvalue()
