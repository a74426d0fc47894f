"""What is timed, and against what: `make bench`. See README.md in this folder."""
