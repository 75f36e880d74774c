"""Where repositories come from: each module is one kind of source (`leaksift_fleet.model.Source`)."""
