"""Great Expectations suites, the verdict on each observation, and the proofs."""
