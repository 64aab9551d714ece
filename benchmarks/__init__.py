"""What is measured, against what; figures are ratios taken in one run."""
