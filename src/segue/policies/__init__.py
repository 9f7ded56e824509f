"""Policy files: read, checked, put into words, proved to have no dead end, compared."""
