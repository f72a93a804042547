"""How a person's own pictures, tables and arrays become inputs, as text, and what the network says of new ones."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path

from core.messages.own.prepared import About, PicturePreparation, PlainPreparation, TablePreparation
from core.out.script.text.template import Writer, quoted
from core.train.training.datasets import SOURCE

PICTURE = '''
def prepared(file):
    """[[A picture as the network takes it, (1, $channels, $height, $width). Needs Pillow: pip install pillow||
    신경망이 받는 그림, (1, $channels, $height, $width). Pillow가 필요합니다: pip install pillow]]"""
    from PIL import Image, ImageOps

    picture = Image.open(file)
    picture.draft(None, ($twice, $twice))  # [[a large JPEG is read smaller at once||큰 JPEG는 바로 작게 읽습니다]]
    if picture.mode in ("P", "PA") or "transparency" in picture.info:
        picture = picture.convert("RGBA")
    elif picture.mode not in ("L", "LA", "RGB", "RGBA"):
        picture = picture.convert("RGB")
    times = min(picture.size) // $twice
    picture = picture.reduce(times) if times > 1 else picture
    picture = ImageOps.exif_transpose(picture)  # [[turned as the camera was held||사진기를 든 방향대로]]
    if picture.mode in ("LA", "RGBA"):  # [[something below what is transparent||투명한 곳에는 바탕을 깝니다]]
        picture = Image.alpha_composite(Image.new("RGBA", picture.size, $ground), picture.convert("RGBA"))
    picture = picture.convert($mode)
@if pad
    scale = min($width / picture.width, $height / picture.height)  # [[all of it fits in||전체가 들어갑니다]]
    inner = [min(most, max(1, round(side * scale))) for side, most in zip(picture.size, ($width, $height))]
    smaller = picture.resize(inner, Image.BILINEAR)
    picture = Image.new($mode, ($width, $height), $ground)
    picture.paste(smaller, (($width - inner[0]) // 2, ($height - inner[1]) // 2))
@end
@if crop
    picture = ImageOps.fit(picture, ($width, $height), Image.BILINEAR)  # [[the longer side is cut||긴 쪽을 자릅니다]]
@end
@if stretch
    picture = picture.resize(($width, $height), Image.BILINEAR)
@end
@if inverted
    picture = ImageOps.invert(picture)  # [[dark strokes on a light ground||밝은 바탕에 어두운 획]]
@end
    x = torch.frombuffer(bytearray(picture.tobytes()), dtype=torch.uint8).float() / 255
    return x.reshape(1, $height, $width, $channels).permute(0, 3, 1, 2).to(device)
'''
TABLE = '''
@if apps

@else
def number_of(text, decimal):
    """[[The number in a cell, None for none.||칸에 든 수, 없으면 None.]]"""
    text = text.strip().strip("%₩$$€ ")
    text = text.replace(".", "").replace(",", ".") if decimal == "," else text.replace(",", "")
    try:
        return float(text) if math.isfinite(float(text)) else None
    except ValueError:
        return None


def rows_to_inputs(rows, preparation):
    """[[Rows, {column: text}, as lists of numbers: scaled, or 1 for the category that it is and 0 for the others.||
    행({열: 글})을 수의 목록으로: 크기를 맞춘 수, 또는 해당하는 범주만 1이고 나머지는 0.]]"""
    made = []
    for row in rows:
        x = []
        for column in preparation.columns:
            cell = (row.get(column.name) or "").strip()
            if column.kind == "category":
                x += [float(cell == category) for category in column.categories]
            else:
                value = number_of(cell, preparation.decimal)
                x.append(((column.fill if value is None else value) - column.mean) / column.scale)
        made.append(x)
    return made


@end
# [[Each column: what it is, and how it was scaled, on the training rows alone.||
# 열마다: 종류, 그리고 훈련용 행만으로 정한 크기.]]
preparation = SimpleNamespace(
    decimal=$decimal,
    columns=[
$columns
    ],
)


def prepared(file):
    """[[The rows of a table as the network takes them, (rows, $inputs).||
    표의 행을 신경망이 받는 모양으로, (행, $inputs).]]"""
    content = Path(file).read_bytes()
    for encoding in ("utf-16" if content[:2] in (b"\\xff\\xfe", b"\\xfe\\xff") else "utf-8-sig", "cp949"):
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    separator = max(",;\\t|", key=text.partition("\\n")[0].count)
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator)
    rows = [{name.strip(): cell or "" for name, cell in row.items() if name} for row in rows]
    return torch.tensor(rows_to_inputs(rows, preparation), dtype=torch.float32, device=device).reshape(-1, $inputs)
'''
PLAIN = '''
def prepared(file):
    """[[The first array of an .npz or .npy file as the network takes it. Needs NumPy.||
    .npz나 .npy 파일의 첫 배열을 신경망이 받는 모양으로. NumPy가 필요합니다.]]"""
    import numpy

    loaded = numpy.load(file, allow_pickle=False)
    array = loaded if hasattr(loaded, "shape") else loaded[loaded.files[0]]
    x = torch.from_numpy(array.astype("float32")).reshape(-1, $shape)
    return ((x - $mean) / $scale).to(device)
'''
ANSWERS = '''
@torch.no_grad()
def predict(net, file):
    """[[What the network says of each sample in a file.||파일에 있는 표본마다 신경망의 예측.]]"""
    net.eval()
@if classify
    chances = net(prepared(file)).softmax(1)
    return [(CLASSES[row.argmax()], row.max().item()) for row in chances]
@else
    return [y.item() * $target_scale + $target_mean for y in net(prepared(file))]
@end
'''


def predict_text(about: About | None, writer: Writer) -> str:
    """Return the text of `prepared` and `predict`, "" for data without a preparation."""
    if about is None:
        return ""
    preparation = about.preparation
    target = preparation if isinstance(preparation, TablePreparation) else PlainPreparation()
    names = ("classify",) if about.task == "classify" else ()
    values = {"target_scale": repr(target.scale), "target_mean": repr(target.mean)}
    return f"{_prepared(about, writer)}\n\n\n{writer.filled(ANSWERS, names, values)}"


def _prepared(about: About, writer: Writer) -> str:
    preparation = about.preparation
    if isinstance(preparation, PicturePreparation):
        values = {
            "channels": preparation.channels, "height": preparation.height, "width": preparation.width,
            "ground": quoted(preparation.ground), "twice": 2 * max(preparation.width, preparation.height),
            "mode": quoted("L" if preparation.channels == 1 else "RGB"),
        }  # fmt: skip
        names = (preparation.fit, *(("inverted",) if preparation.inverted else ()))
        return writer.filled(PICTURE, names, values)
    if isinstance(preparation, TablePreparation):
        return _table(preparation, about.input[0], writer)
    shape = ", ".join(map(str, about.input))
    return writer.filled(PLAIN, (), {"shape": shape, "mean": repr(preparation.mean), "scale": repr(preparation.scale)})


def _table(preparation: TablePreparation, inputs: int, writer: Writer) -> str:
    apps = source_of(READING)
    columns = []
    for column in preparation.columns:
        told = {field.name: getattr(column, field.name) for field in fields(column)}
        told = {"dates": False, **told, "categories": list(column.categories)}
        given = ", ".join(f"{name}={value!r}" for name, value in told.items())
        columns.append(f"        SimpleNamespace({given}),")
    decimal = getattr(preparation, "decimal", ".")
    values = {"columns": "\n".join(columns), "inputs": inputs, "decimal": repr(decimal)}
    text = writer.filled(TABLE, ("apps",) if apps else (), values).lstrip("\n")
    imports = "import csv\nimport io\nfrom types import SimpleNamespace"
    return f"{imports}\n{apps}\n\n\n{text}" if apps else f"{imports}\n\n\n{text}"


READING = "core/data/table/inputs.py"
"""The file that makes inputs of a row; it needs Python's own library alone."""


def source_of(file: str, places: Sequence[Path] = (SOURCE, SOURCE / "worker_src")) -> str:
    """Return the code of one of our own files, without what it says of itself; "" where there is only its bytes."""
    for place in places:
        if (place / file).is_file():
            text = (place / file).read_text("utf-8")
            first = ast.parse(text).body[0]
            begins = first.end_lineno or 0 if isinstance(first, ast.Expr) else 0
            lines = [line for line in text.split("\n")[begins:] if line != "from __future__ import annotations"]
            return "\n".join(lines).strip("\n")
    return ""
