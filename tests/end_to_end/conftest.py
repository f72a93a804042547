"""The rooms that make environments share their channel and house with the tests from end to end."""

from tests.env.conftest import channel, house, pytest_sessionfinish, pytest_unconfigure

__all__ = ["channel", "house", "pytest_sessionfinish", "pytest_unconfigure"]
