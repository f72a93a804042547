"""The curves: loss and accuracy over steps, with marks where something was done."""
