"""The command tree: parse, call one service, return a result. Nothing here prints."""
