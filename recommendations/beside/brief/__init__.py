"""The brief for providers: what a report's owner sends to those who might take the work over."""
