"""Where knowledge comes from: folders, files, web sites; read, cleaned and cut into items."""
