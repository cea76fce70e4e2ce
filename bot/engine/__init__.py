"""One step of a conversation: session and event in, session and replies out. Pure; imports reasoning and model."""
