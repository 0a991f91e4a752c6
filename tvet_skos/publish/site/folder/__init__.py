"""The pages as a folder of files, for any web server, or none: a stick will do.

``names`` says which file a page is in, ``contents`` what all of them are, ``browser_index`` makes
the search work without a server, ``writing`` puts everything in its place at once.
"""
