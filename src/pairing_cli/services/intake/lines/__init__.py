"""Lines as people write them in a chat become visits."""
