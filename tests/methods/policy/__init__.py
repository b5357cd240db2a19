"""Tests of the policy method."""
