"""The use cases, async, over ports: conversation, answers, stories, explanations."""
