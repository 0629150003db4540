"""What outlives the process: saves, the profile and the settings. Front ends come in by `store.Store`."""
