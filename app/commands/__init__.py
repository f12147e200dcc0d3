"""The command, one module per subject."""
