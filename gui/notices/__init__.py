"""Messages to the person: bars, notices, problems, and the events behind them."""
