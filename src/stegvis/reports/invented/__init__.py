"""An invented trial, calibrated to a published one, to try the reports on. Nobody in it exists."""
