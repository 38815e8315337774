"""What people fill in: text in, domain values out."""
