"""The label index: spellings, words, misspellings, definitions, alphabetical lists."""
