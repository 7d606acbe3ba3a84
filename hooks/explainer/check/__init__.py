"""Everything that can be wrong with what people wrote."""
