"""Files in and out. Knows the domain and the file formats; neither prints nor stores."""
