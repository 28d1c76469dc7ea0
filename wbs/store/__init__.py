"""What the portal keeps: opaque letters, the public board, and the accounts of couriers."""
