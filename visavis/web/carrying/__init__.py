"""Carrying voices: the inbox of each team, what nobody is sure about, what employees heard, and the teams themselves."""
