"""Writers: a Document, or a Form, becomes a file."""
