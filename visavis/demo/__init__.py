"""The demonstration companies: generated with a seed, with truths planted that the engine must find by itself."""
