"""YAML that people write, to nouns, with every fault at file:line:column. Imports bot.model, yaml and pydantic only."""
