"""Pictures of paths in the plane or in space, drawn in the browser: one that is learned, one that is gone with closed eyes."""
