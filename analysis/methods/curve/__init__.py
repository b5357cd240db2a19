"""One headline under every declared choice: specifications, their results, and which choice moves them."""
