"""What holds for every playthrough: proofs over the lowered machine. Pure: no files, no interface."""
