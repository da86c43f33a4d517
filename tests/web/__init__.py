"""Tests of the web edge, with a certificate authority of their own."""
