"""What people write in chats, taken apart: entries, signs, the words of a line."""
