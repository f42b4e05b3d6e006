"""The summary's commands: its report, its files, its notes."""
