"""Names people type and read: looking up, short forms, what shadows what."""
