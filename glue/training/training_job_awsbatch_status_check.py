"""Glue job: records how the Batch jobs of the training run stand, and whether all have ended."""

from dapf_status_check import main

if __name__ == "__main__":
    main("training")
