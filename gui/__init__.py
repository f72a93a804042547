"""The window: draws what it is told and sends what it is asked. It never imports torch."""
