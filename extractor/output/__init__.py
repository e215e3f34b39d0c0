"""The room of what leaves the program: `json` for other programs, `console` for a person."""
