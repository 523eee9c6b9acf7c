"""The roof: windows, the station's desk process, the supervisor and the command line."""
