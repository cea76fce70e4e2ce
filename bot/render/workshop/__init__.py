"""How does a workshop read? Its boards for the group, for whoever leads it and for each person, and its report."""
