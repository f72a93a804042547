"""What a person is told when something failed: bar, notice, problem."""
