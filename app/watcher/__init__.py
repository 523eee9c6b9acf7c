"""The watcher: the window's camera watches in a process of their own, told by lines, answering with pictures."""
