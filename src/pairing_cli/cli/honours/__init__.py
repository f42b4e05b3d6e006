"""Commands of the cycle's end: assessment, commendation, experience, showcase."""
