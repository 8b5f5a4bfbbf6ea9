"""People who stand in the records twice: found, merged by a person, and parted again."""
