"""Commands: one file each, between the command line and the pipeline."""
