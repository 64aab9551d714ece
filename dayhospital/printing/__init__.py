"""What is printed: snapshots in, pages out. A4, black on white, in tenths of a millimetre."""
