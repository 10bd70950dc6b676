"""The only reads of casework: library values and read-only rows, each bounded and for one viewer."""
