"""Setting a vault up for Obsidian: settings, a base, templates and a style sheet, which all can be taken away again."""
