"""What is believed of a client, by declared rules, and who says otherwise."""
