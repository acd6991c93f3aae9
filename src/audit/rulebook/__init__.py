"""What rules say: their nouns, how they are loaded, and what stands around them."""
