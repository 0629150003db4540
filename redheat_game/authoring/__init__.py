"""Writers' tools: what they need to be told of their story, and in which forms."""
