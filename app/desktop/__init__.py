"""The desktop: windows, panels and their wiring over one Situation that arrives by the seat link."""
