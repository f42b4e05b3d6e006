"""Tables that come in: workbooks, CSV, JSON, text, and the headers in them."""
