"""Every kind of record, said once: a module for each room, and the registry over all."""
