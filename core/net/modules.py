"""What layers and their tensors are called where they are modules of `torch.nn`: in the step as a person writes it, on
the bench, in the script, in the weights and in ONNX. One naming, so that weights load into the network of the script:

    network.load_state_dict(torch.load("weights.pt", weights_only=True))

    hidden_1.weight                  hidden layers are counted as on the screen, dense ones and convolutions alike
    hidden_1_norm.running_mean       the batch norm behind it
    residual_1.body.hidden_2.bias    what is inside a residual block
    output.weight                    the last layer; every other layer has its kind and place: dropout_1
"""

from __future__ import annotations

from core.net.plan import Conv, Dense, Layer, LayerKey, Net, Residual, is_weighted, numbered, output_layer

OF_LAYER = {"weight": "weight", "bias": "bias"}
"""A tensor of a layer, by torch's name -> by ours."""
OF_NORM = {"weight": "norm_weight", "bias": "norm_bias", "running_mean": "running_mean", "running_var": "running_var"}
"""A tensor of a batch norm, by torch's name -> by ours."""


def module_names(net: Net) -> dict[LayerKey, str]:
    """Return what the module of each layer is called beside its neighbours: "hidden_3", "output", "dropout_1"."""
    found: dict[LayerKey, str] = {}
    counts: dict[str, int] = {}
    last = output_layer(net).key
    for layer in numbered(net):
        kind = "hidden" if is_weighted(layer) else type(layer).__name__.lower()
        if layer.key == last:
            found[layer.key] = "output"
        else:
            counts[kind] = counts.get(kind, 0) + 1
            found[layer.key] = f"{kind}_{counts[kind]}"
    return found


def norm_of(name: str) -> str:
    """Return what the batch norm behind a module is called."""
    return f"{name}_norm"


def module_paths(net: Net) -> dict[LayerKey, str]:
    """Return the full name of each layer's module: "residual_1.body.hidden_3"."""
    names, found = module_names(net), dict[LayerKey, str]()

    def go(layers: tuple[Layer, ...], above: str) -> None:
        for layer in layers:
            found[layer.key] = above + names[layer.key]
            if isinstance(layer, Residual):
                go(layer.body, f"{found[layer.key]}.body.")

    go(net.layers, "")
    return found


def tensor_names(net: Net) -> dict[str, str]:
    """Return our name of each tensor by its full name there, in order: "hidden_1.weight" -> "7.weight"."""
    found: dict[str, str] = {}
    paths = module_paths(net)
    for layer in numbered(net):
        if isinstance(layer, (Dense, Conv)):
            found |= {f"{paths[layer.key]}.{a}": f"{layer.key}.{b}" for a, b in OF_LAYER.items()}
            if layer.norm == "batch":
                found |= {f"{norm_of(paths[layer.key])}.{a}": f"{layer.key}.{b}" for a, b in OF_NORM.items()}
    return found
