"""What is printed or published: calendars, pages, papers, the archive."""
