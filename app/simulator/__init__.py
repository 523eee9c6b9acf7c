"""The simulator: a process of ordinary MQTT clients that plays the devices of a sample estate, and nothing else."""
