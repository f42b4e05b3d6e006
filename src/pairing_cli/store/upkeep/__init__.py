"""Care of a file: looked at by the doctor, dumped, loaded, restored."""
