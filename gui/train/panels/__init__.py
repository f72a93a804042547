"""What stands beside the network: controls, data, device, layer, settings, timeline."""
