"""What every part stands on: definitions, catalogues, periods, viewers, errors."""
