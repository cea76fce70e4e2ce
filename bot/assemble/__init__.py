"""Which parts make a running Tango? The only room that builds adapters and hands them over."""
