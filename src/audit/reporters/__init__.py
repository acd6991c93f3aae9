"""Reporters: a `Run` to a stream, one file a format. They know the nouns only."""
