"""Measures jixiao: how right it is, how fast, with how much memory. Not part of the installed package."""
