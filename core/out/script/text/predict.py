"""How a person's own pictures, tables and arrays become inputs, as text, and what the network says of new ones."""

from __future__ import annotations

import ast
import math
import textwrap
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path

from core.data.table.header import LEAVE_OUT, TOTALS
from core.messages.own.prepared import About, PicturePreparation, TablePreparation, target_scaling
from core.out.described import USUAL_ARRAYS, merged_columns, way_of
from core.out.script.text.template import Writer, quoted
from core.train.training.datasets import SOURCE

PICTURE = '''
def prepared(file):
    """[[A picture as the network takes it, (1, $channels, $height, $width). Needs Pillow: pip install pillow||
    신경망이 받는 그림, (1, $channels, $height, $width). Pillow가 필요합니다: pip install pillow]]"""
@if arrays
    if str(file).lower().endswith((".npz", ".npy")):
        array = array_of(file)
        x = torch.from_numpy(array.astype("float32")).to(device)
        return x / 255 if array.dtype.kind in "iu" else x
@end
    from PIL import Image, ImageOps

    picture = Image.open(file)
    picture.draft(None, ($twice, $twice))  # [[a large JPEG is read smaller at once||큰 JPEG는 바로 작게 읽습니다]]
    if picture.mode[0] in "IF":  # [[16 bits a pixel, or fractions: brought to 8 bits||
        # 픽셀마다 16비트이거나 소수: 8비트로 맞춥니다]]
        picture = picture if picture.mode == "F" else picture.convert("I")
        (low, high), most = picture.getextrema(), 1 if picture.mode == "F" else 65535
        low, high = (0, most) if low >= 0 and high <= most else (low, high)
        scale = 255 / (high - low) if high > low else 0
        picture = picture.convert("F").point(lambda value: value * scale + (0.5 - low * scale)).convert("L")
    elif picture.mode in ("P", "PA") or "transparency" in picture.info:
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
def column_names(cells):
    """[[What the columns are called, in one line.||열의 이름, 한 줄로.]]"""
    return [" ".join(cell.split()) or f"#{at}" for at, cell in enumerate(cells, 1)]


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
@if two
def joined(above, below):
    """[[The names of columns over two rows: what stands above holds until something else does.||
    두 행에 걸친 열의 이름: 위 칸의 말은 다음 말이 나올 때까지 이어집니다.]]"""
    names, upper = [], ""
    for first, second in zip_longest(above, below, fillvalue=""):
        upper, lower = first.strip() or upper, second.strip()
        names.append(upper if lower == upper else f"{upper} {lower}".strip())
    return column_names(names)


@end
@if totals
TOTALS = {
$totals
}


def is_total(row):
    """[[Whether a row sums up those above it, by its first word.||위 행들을 합한 행인지, 첫 낱말로 판단합니다.]]"""
    first = next(cell for cell in row if cell.strip())
    return "".join(first.split()).rstrip(":").lower() in TOTALS


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
    else:
        raise ValueError("[[This is no table that can be read: save it as CSV UTF-8.||
        읽을 수 있는 표가 아닙니다. CSV UTF-8로 저장하세요.]]")
    first = next((line for line in text.split("\\n") if set(line) & set(",;\\t|")), "")
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\\t|", key=first.count))
    rows = [row for row in rows if any(cell.strip() for cell in row)]
    wanted = {column.name for column in preparation.columns}
    # [[The row that names the columns: above it there may be a title.||
    # 열 이름이 적힌 행. 그 위에 제목이 있을 수 있습니다.]]
    heads = [(column_names(row), at) for at, row in enumerate(rows[:20], 1)]
@if two
    heads += [(joined(*pair), at) for at, pair in enumerate(zip(rows[:20], rows[1:]), 2)]
@end
    names, at = max(heads, key=lambda head: len(wanted & {*head[0]}), default=((), 0))
    below = rows[at:]
    if not wanted & {*names}:  # [[learned from a table without names||이름이 없는 표로 배웠을 때]]
        names, below = column_names([""] * max(map(len, rows), default=0)), rows
    if not wanted & {*names}:
        raise ValueError("[[It has none of the columns that the network was trained on.||
        신경망이 배운 열이 하나도 없습니다.]]")
    if missing := sorted(wanted - {*names}):
        print("[[Columns that are not there count as empty:||없는 열은 빈칸으로 봅니다:]]", *missing, file=sys.stderr)
@if totals
    while len(below) > 1 and is_total(below[-1]):
        below.pop()  # [[no sample||표본이 아닙니다]]
@end
    rows = [dict(zip(names, row)) for row in below]
@if merged
    for name in $merged:  # [[cells that were merged stand for those below||병합된 칸은 아래 칸에도 해당합니다]]
        last = ""
        for row in rows:
            last = row[name] = row.get(name, "").strip() or last
@end
    # [[Before a fraction stands what most cells are numbers by.||소수점은 가장 많은 칸이 수가 되는 것으로 봅니다.]]
    cells = [row.get(column.name, "") for row in rows for column in preparation.columns if column.kind == "number"]
    decimal = max((preparation.decimal, ".", ","), key=lambda one: sum(number_of(c, one) is not None for c in cells))
    read_as = SimpleNamespace(decimal=decimal, columns=preparation.columns)
    return torch.tensor(rows_to_inputs(rows, read_as), dtype=torch.float32, device=device).reshape(-1, $inputs)
'''
ARRAY = '''
def array_of(file):
    """[[The samples in an .npz or .npy file, (n, $shape). Needs NumPy.||
    .npz나 .npy 파일에 든 표본, (n, $shape). NumPy가 필요합니다.]]"""
    import numpy

    loaded = numpy.load(file, allow_pickle=False)
    if isinstance(loaded, numpy.ndarray):
        arrays = [loaded]
    else:
        there = {name.lower(): name for name in loaded.files}
        names = [there[name] for name in $usual if name in there]
        arrays = (loaded[name] for name in [*names, *loaded.files])
    for array in arrays:
        if array.shape[1:] in $shapes:
            return array.reshape(len(array), $shape)
@if picture
        if array.shape[1:] == ($height, $width, $channels):  # [[channels last||채널이 맨 뒤]]
            return array.transpose(0, 3, 1, 2)
@end
    raise ValueError("[[No array in it has samples of $shape.||$shape 모양의 표본이 든 배열이 없습니다.]]")
'''
PLAIN = '''
def prepared(file):
    """[[The samples in an .npz or .npy file as the network takes them.||
    .npz나 .npy 파일에 든 표본을 신경망이 받는 모양으로.]]"""
    x = torch.from_numpy(array_of(file).astype("float64"))
    return ((x - $mean) / $scale).float().to(device)
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
    mean, scale = target_scaling(about.preparation)
    names = ("classify",) if about.task == "classify" else ()
    values = {"target_scale": repr(scale), "target_mean": repr(mean)}
    return f"{_prepared(about, writer)}\n\n\n{writer.filled(ANSWERS, names, values)}"


def _prepared(about: About, writer: Writer) -> str:
    preparation = about.preparation
    if isinstance(preparation, PicturePreparation):
        values = {
            "channels": preparation.channels, "height": preparation.height, "width": preparation.width,
            "ground": quoted(preparation.ground), "twice": 2 * max(preparation.width, preparation.height),
            "mode": quoted("L" if preparation.channels == 1 else "RGB"),
        }  # fmt: skip
        names = {preparation.fit, *(("inverted",) if preparation.inverted else ())}
        if about.kind not in ("arrays", "python"):
            return writer.filled(PICTURE, names, values)
        return f"{_array(about, writer)}\n\n\n{writer.filled(PICTURE, {*names, 'arrays'}, values)}"
    if isinstance(preparation, TablePreparation):
        return _table(preparation, about, writer)
    values = {"mean": repr(preparation.mean), "scale": repr(preparation.scale)}
    return f"{_array(about, writer)}\n\n\n{writer.filled(PLAIN, (), values)}"


def _array(about: About, writer: Writer) -> str:
    """Return the text that finds the samples in a file of arrays, in the shapes in which they may lie there."""
    sample = about.input
    shapes = [sample, *([(math.prod(sample),)] if len(sample) > 1 else []), *([sample[1:]] if sample[0] == 1 else [])]
    values = {"shape": ", ".join(map(str, sample)), "shapes": repr(shapes), "usual": repr(USUAL_ARRAYS)}
    if len(sample) == 1:
        return writer.filled(ARRAY, (), values)
    channels, height, width = sample
    return writer.filled(ARRAY, ("picture",), {**values, "channels": channels, "height": height, "width": width})


def _table(preparation: TablePreparation, about: About, writer: Writer) -> str:
    apps = source_of(READING)
    columns = []
    for column in preparation.columns:
        told = {field.name: getattr(column, field.name) for field in fields(column)}
        told["categories"] = list(column.categories)
        given = ", ".join(f"{name}={told[name]!r}" for name in told if name not in OF_OTHERS[column.kind])
        columns.append(f"        SimpleNamespace({given}),")
    decimal = getattr(preparation, "decimal", ".")
    two, totals = way_of(about, "two-headers"), way_of(about, "total-row") == LEAVE_OUT.name
    merged = tuple(name for name in merged_columns(about) if name in [column.name for column in preparation.columns])
    words = ", ".join(sorted({repr(word.replace(" ", "")) for word in TOTALS}))
    values = {
        "columns": "\n".join(columns), "inputs": about.input[0], "decimal": repr(decimal), "merged": repr(merged),
        "totals": textwrap.indent(textwrap.fill(words, 96), "    "),
    }  # fmt: skip
    asked = {"apps": apps, "merged": merged, "two": two, "totals": totals}
    names = {name for name, is_asked in asked.items() if is_asked}
    text = writer.filled(TABLE, names, values).lstrip("\n")
    longest = "from itertools import zip_longest\n" if two else ""
    imports = f"import csv\nimport io\n{longest}from types import SimpleNamespace"
    return f"{imports}\n{apps}\n\n\n{text}" if apps else f"{imports}\n\n\n{text}"


OF_OTHERS = {"number": ("categories", "folded"), "category": ("mean", "scale", "fill", "dates", "order")}
"""What is not told of a column, for it says nothing of its kind."""
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
