"""The desk's host and the station's door: link threads, one desk thread, and the seats' server."""
