"""How dates are written, a folder for each language; what is not said here is as Django has it."""
