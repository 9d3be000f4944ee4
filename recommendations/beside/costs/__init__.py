"""What the work costs today, and what it might cost outside: guesses as ranges, kept beside a report."""
