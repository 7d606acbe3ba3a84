"""What records imply: look-ups, addresses, the history of claims, articles side by side."""
