"""What people add to the plan of a report: from when it counts, who stands for what, the measures of today, and its calendar."""
