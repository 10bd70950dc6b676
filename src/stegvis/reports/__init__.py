"""Reports: what a trial paper prints, from two files and one command."""
