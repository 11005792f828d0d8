"""Questions in, cited answers out, over HTTP, a web page and a command line."""
