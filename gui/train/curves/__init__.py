"""What else the charts can show: any number that is told of a training, compared runs, smoothed, and saved."""
