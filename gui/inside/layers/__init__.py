"""The tab Three layers: one step on one time axis, in three lanes."""
