"""Drafting, measured without a judge: what a draft states against what was given, and defects planted in clean ones."""
