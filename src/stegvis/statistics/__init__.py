"""Survival analysis that equals R's, by its own words. Knows numbers only; needs the extra `statistics`."""
