"""How is a workshop held? What people do in a group and in private comes here, one after the other, and is told to whom it is for."""
