"""A change of policy and recorded harm: bounds per weapon, and a segmented regression that mostly refuses."""
