"""Start the program: ``python main.py``."""

from dayhospital.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
