"""Floor 2: how to draw – projection, canvas, shapes and picking; knows no residents."""
