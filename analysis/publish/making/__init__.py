"""Making reports: what is asked, what is stale, running it in warm kernels, on one machine or many."""
