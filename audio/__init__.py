"""Sound: a voice that speaks and a recogniser that listens, both on this computer, in an environment of their own.

`make voice` installs them; without it everything else works. The simulator and `authoring.hearing` use it, and it uses
neither of them: hence its place beside them.
"""
