"""Glue job: submits one Batch job for every pending row of the training run."""

from dapf_submit import main

if __name__ == "__main__":
    main("training")
