"""The next post from the one before: dated copies by a rule, weekly slots, templates."""
