"""The design system: frame, components, words."""
