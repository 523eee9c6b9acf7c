"""Floor 2: what devices say and are told – topics, decoding, links and brokers."""
