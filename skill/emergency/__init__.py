"""The emergency line: heard and spoken without a file, a model or a store. `compiled` is written by the compiler."""
