"""The station's doctor: looks at the machine, the broker and the files, says what it means and what to do; no Qt."""
