"""People who may stand in the records twice: side by side, merged field by field or kept apart by a person."""
