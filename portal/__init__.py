"""The web pages: the officers' form and the board."""
