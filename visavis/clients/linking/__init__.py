"""Records become clients: all of them by a run, with the model that stays between refits."""
