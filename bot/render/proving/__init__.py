"""Does every page render, and can every message be said? Shown before content is used; imports the pages' layouts, and no page."""
