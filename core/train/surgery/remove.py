"""Take layers and blocks out: folded where that is exact, refitted, or faded out first while training goes on."""

from __future__ import annotations

from core.net.depths import readers_behind
from core.net.plan import Conv, Dense, EditError, Net, RemoveLayer, Residual, layer_of, number_of, walk
from core.train.model.model import Fade, Model
from core.train.surgery import refit
from core.train.surgery.deepen import fit_to_images, without_norm
from core.train.surgery.knife import Knife

FADE_STEPS = 300
"""How many steps a layer takes to fade to linear (Layer Folding, Dror et al. 2022)."""


def without(knife: Knife, edit: RemoveLayer, net: Net) -> Model:
    """Return the model without a layer (or, fading, with the layer on its way out); `net` is the plan after it."""
    layer = layer_of(knife.model.net, edit.layer)
    if edit.way == "batch_norm":
        assert isinstance(layer, (Dense, Conv))
        return without_norm(knife, layer, net)
    if edit.way == "fade" and isinstance(layer, (Dense, Conv, Residual)):
        now = knife.model.fades.get(layer.key)
        if now is not None and not now.unfolds:
            raise EditError("Layer {layer} is fading out already.", layer=number_of(knife.model.net, edit.layer))
        made = knife.sewn(knife.model.net)
        # One that has not unfolded yet turns back from where it is.
        done, tangent = (0, False) if now is None else (round(now.straight() * FADE_STEPS), now.tangent)
        made.fades[layer.key] = Fade(done, FADE_STEPS, tangent=tangent)
        return made
    readers = readers_behind(knife.model.net, net, layer)
    exact = refit.folded(knife.model, layer, readers[0]) if readers else None
    if exact is not None:
        knife.fit(f"{readers[0].key}.weight", exact[0])
        knife.fit(f"{readers[0].key}.bias", exact[1])
    else:
        fit_to_images(knife, net)
        for key, (weight, bias) in refit.resized(knife.model, net, readers, inputs=knife.inputs).items():
            knife.fit(f"{key}.weight", weight)
            knife.fit(f"{key}.bias", bias)
    left = {x.key for x in walk(net.layers)}
    for gone in walk(knife.model.net.layers):
        if gone.key not in left:
            knife.drop(gone.key)
    made = knife.sewn(net)
    if exact is None:
        refit.repair(knife.model, made, inputs=knife.inputs, task=knife.task)
    return made
