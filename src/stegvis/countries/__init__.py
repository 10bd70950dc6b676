"""What a country's sickness insurance calls its parties and grades."""
