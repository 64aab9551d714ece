"""What is safe: pure rules that return findings, each with its facts and its source."""
