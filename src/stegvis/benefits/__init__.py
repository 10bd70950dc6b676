"""Benefits: spells from registers, read whole, checked whole, and handed on in the order of persons."""
