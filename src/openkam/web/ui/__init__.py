"""The design system: the frame of every page, its components, its charts."""
