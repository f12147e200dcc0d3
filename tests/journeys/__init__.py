"""What people do, in a real browser; a package, so that what its files share lasts as long as they do."""
