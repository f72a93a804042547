"""The panels beside the network: controls, data, device, layer, settings, timeline."""
