"""Vocabularies in a folder on disk, one version beside the other."""
