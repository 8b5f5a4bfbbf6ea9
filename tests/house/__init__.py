"""The house guards itself: walls, names, sizes, words and documents."""
