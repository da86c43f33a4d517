"""Run time: what somebody said becomes what they meant."""
