"""The Tab key: what a shell asks, what it is told, and the scripts that do the asking.

Names come out of the database, and a name may look like a command. So no script evaluates
what it is told, and each candidate is quoted for the shell that inserts it (guarantee 19).
"""
