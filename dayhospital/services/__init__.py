"""The write side: what people do, one frozen dataclass per use case."""
