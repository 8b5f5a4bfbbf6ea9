"""Charts drawn by the server as SVG: rows in, a drawing with its finding, its links and its table out."""
