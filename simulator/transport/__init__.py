"""Transport and signing: the real skill in a process of its own, reached by signed requests over a socket."""
