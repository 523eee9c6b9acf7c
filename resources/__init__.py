"""Ground floor: icons, styles, translations and defaults, found through one function."""
