"""Real servers whose disks fail, fill and lose power in the middle of what they do."""
