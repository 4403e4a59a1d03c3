"""What editors changed in a returned Word file, passage by passage."""
