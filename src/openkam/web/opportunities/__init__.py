"""What a customer may buy next: its opportunities, and one of them with the people who decide it."""
