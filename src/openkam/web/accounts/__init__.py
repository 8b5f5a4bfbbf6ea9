"""Who the customers are, in which order, and what is known of one of them."""
