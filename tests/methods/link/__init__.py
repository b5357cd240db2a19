"""Tests of the links between claims, incidents and determinations."""
