"""The command line, thin: arguments → a call → what to print. One module a group of commands."""
