"""Glue job: ends what is left of the inferencing run, closes its rows and resets the completion parameter."""

from dapf_clean_up import main

if __name__ == "__main__":
    main("inferencing")
