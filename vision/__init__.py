"""Floor 2: what cameras see – sources, gate, detector, tracker, analyst, and the watch that joins them."""
