"""Ground floor: what is true and what may happen – no Qt, no network."""
