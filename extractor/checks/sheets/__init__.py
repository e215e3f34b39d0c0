"""Tables of indicators and of money: their rows, what adds up in them, and what their rates come to."""
