"""Floor 2: what cameras see – sources, watches and analysts."""
