"""Files on their way in: received in pieces, understood, checked, and published when somebody says so."""
