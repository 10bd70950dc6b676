"""The sections of a report on two arms, each by itself: from the result to blocks of a document."""
