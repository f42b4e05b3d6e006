"""The database.

`tables` defines it (SQLModel). The SQL in `schema` and the rows in `rows` are made from that:
what reads goes through `reading` and the views, what writes through `writing` and the rows.
"""
