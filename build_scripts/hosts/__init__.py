"""How other servers send the site as our own does."""
