"""What a Word file says: its paragraphs as they stood before its changes, and after."""
