"""The sets that can be fetched: where they are, what their files weigh, and whose they are.

The sums are those that torchvision 0.29 pins (torchvision/datasets/mnist.py, svhn.py) and, of CIFAR-10's binary
version, the one on its page; all are MD5, which is what was published. Nobody knows a way to make another file of a
given MD5.
Most of the addresses are torchvision's; where those are plain http, the same host or the authors' repository is asked
over https first. The sizes only tell how far a download is, and what is too much.

Licences: of EMNIST and CIFAR-10 their authors state none; SVHN's page keeps its photographs to non-commercial use.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from core.messages.own.arrays import KnownSet

Layout = Literal["idx", "idx in zip", "cifar", "matlab"]


@dataclass(frozen=True)
class Remote:
    """A file to fetch: its name, MD5, about how many bytes, and its addresses, the first one first."""

    name: str
    md5: str
    bytes: int
    addresses: tuple[str, ...]


@dataclass(frozen=True)
class Source:
    """A set, its files, and how they are laid out. `folders`: where they may lie below a folder, as torchvision puts
    them. `members`: names inside an archive: of the training samples, then of those that are validated on."""

    about: KnownSet
    layout: Layout
    files: tuple[Remote, ...]
    folders: tuple[str, ...] = ()
    members: tuple[str, ...] = ()


DIGITS = tuple("0123456789")
IDX = ("train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz", "t10k-images-idx3-ubyte.gz",
       "t10k-labels-idx1-ubyte.gz")  # fmt: skip
LETTERS = "gzip/emnist-letters-"


def _idx(sums: tuple[str, ...], sizes: tuple[int, ...], places: tuple[str, ...]) -> tuple[Remote, ...]:
    return tuple(
        Remote(name, md5, size, tuple(place + name for place in places))
        for name, md5, size in zip(IDX, sums, sizes, strict=True)
    )


def _set(
    name: str, title: str, attribution: str, licence: str, files: tuple[Remote, ...], *,
    input: tuple[int, ...] = (1, 28, 28), classes: tuple[str, ...] = DIGITS,
    counts: tuple[int, int] = (60_000, 10_000),
) -> KnownSet:  # fmt: skip
    size = sum(file.bytes for file in files)
    return KnownSet(name, title, attribution, licence, size, input, classes, counts[0], counts[1])


_MNIST = _idx(
    ("f68b3c2dcbeaaa9fbdd348bbdeb94873", "d53e105ee54ea40749a09fcbcd1e9432",
     "9fb629c4189551a2d022fa330f9573f3", "ec29112dd5afa0611ce80d1b7f02629c"),
    (9_912_422, 28_881, 1_648_877, 4_542),
    ("https://ossci-datasets.s3.amazonaws.com/mnist/", "https://storage.googleapis.com/cvdf-datasets/mnist/"),
)  # fmt: skip
_FASHION = _idx(
    ("8d4fb7e6c68d591d4c3dfef9ec88bf0d", "25c81989df183df01b3e8a0aad5dffbe",
     "bef4ecab320f06d8554ea6380940ec79", "bb300cfdad3c16e7a12a480ee83cd310"),
    (26_421_880, 29_515, 4_422_102, 5_148),
    ("https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
     "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"),
)  # fmt: skip
_KMNIST = _idx(
    ("bdb82020997e1d708af4cf47b453dcf7", "e144d726b3acfaa3e44228e80efcd344",
     "5c965bf0a639b31b8f53240b1b52f4d7", "7320c461ea6c1c855c0b718fb2a4b134"),
    (18_165_135, 29_497, 3_041_136, 5_120),
    ("https://codh.rois.ac.jp/kmnist/dataset/kmnist/", "http://codh.rois.ac.jp/kmnist/dataset/kmnist/"),
)  # fmt: skip
_EMNIST = (
    Remote(
        "gzip.zip", "58c8d27c78d21e728a6bc7b3cc06412e", 561_753_746,
        ("https://biometrics.nist.gov/cs_links/EMNIST/gzip.zip",),
    ),
)  # fmt: skip
_CIFAR = (
    Remote(
        "cifar-10-binary.tar.gz", "c32a1d4ab5d03f1284b67883e8d87530", 170_052_171,
        ("https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz",),
    ),
)  # fmt: skip
_SVHN = tuple(
    Remote(name, md5, size, (f"https://{place}{name}", f"http://{place}{name}"))
    for place in ("ufldl.stanford.edu/housenumbers/",)
    for name, md5, size in (
        ("train_32x32.mat", "e26dedcc434d2e4c54c9b2d4a06d8373", 182_040_794),
        ("test_32x32.mat", "eb5a983be6a315427106f1b164d9cef3", 64_275_384),
    )
)

SETS: tuple[Source, ...] = (
    Source(
        _set("mnist", "MNIST", "Y. LeCun, C. Cortes and C. J. C. Burges: the MNIST database", "CC BY-SA 3.0", _MNIST),
        "idx", _MNIST, ("MNIST/raw",),
    ),
    Source(
        _set(
            "fashion-mnist", "Fashion-MNIST",
            "H. Xiao, K. Rasul and R. Vollgraf (Zalando Research), 2017: Fashion-MNIST", "MIT", _FASHION,
            classes=("T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag",
                     "Ankle boot"),
        ),
        "idx", _FASHION, ("FashionMNIST/raw",),
    ),
    Source(
        _set(
            "kmnist", "KMNIST",
            "KMNIST Dataset (created by CODH), adapted from Kuzushiji Dataset (created by NIJL and others), "
            "doi:10.20676/00000341", "CC BY-SA 4.0", _KMNIST,
            classes=("o", "ki", "su", "tsu", "na", "ha", "ma", "ya", "re", "wo"),
        ),
        "idx", _KMNIST, ("KMNIST/raw",),
    ),
    Source(
        _set(
            "emnist-letters", "EMNIST letters",
            "G. Cohen, S. Afshar, J. Tapson and A. van Schaik, 2017: EMNIST, from NIST Special Database 19",
            "not stated by its authors", _EMNIST, classes=tuple("abcdefghijklmnopqrstuvwxyz"),
            counts=(124_800, 20_800),
        ),
        "idx in zip", _EMNIST, ("EMNIST/raw",),
        tuple(f"{LETTERS}{which}-{what}-ubyte.gz" for which in ("train", "test")
              for what in ("images-idx3", "labels-idx1")),
    ),
    Source(
        _set(
            "cifar-10", "CIFAR-10", "A. Krizhevsky, 2009: Learning Multiple Layers of Features from Tiny Images",
            "not stated by its author", _CIFAR, input=(3, 32, 32),
            classes=("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"),
            counts=(50_000, 10_000),
        ),
        "cifar", _CIFAR, (),
        (*(f"cifar-10-batches-bin/data_batch_{number}.bin" for number in range(1, 6)),
         "cifar-10-batches-bin/test_batch.bin"),
    ),
    Source(
        _set(
            "svhn", "SVHN",
            "Y. Netzer, T. Wang, A. Coates, A. Bissacco, B. Wu and A. Y. Ng, 2011: Reading Digits in Natural Images "
            "with Unsupervised Feature Learning", "for non-commercial use only", _SVHN, input=(3, 32, 32),
            counts=(73_257, 26_032),
        ),
        "matlab", _SVHN, ("SVHN",),
    ),
)  # fmt: skip
"""In the order to offer them."""
