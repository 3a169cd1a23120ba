"""What a script may import of AWS Glue on the embedded AWS: its arguments."""
