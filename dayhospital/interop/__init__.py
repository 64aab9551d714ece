"""What other systems say: text to domain and back."""
