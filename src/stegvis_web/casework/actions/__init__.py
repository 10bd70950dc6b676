"""The only writes of casework. Each is one transaction: ask the rule, change rows, leave an audit event."""
