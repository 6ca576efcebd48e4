"""The workspace as people meet it: a real server, a real worker, a real browser."""
