"""Which names tie content, answers and results together? Each has its own type, so that none is mistaken for another."""

from typing import NewType

QuestionId = NewType("QuestionId", str)
OptionId = NewType("OptionId", str)
FactId = NewType("FactId", str)
ValueId = NewType("ValueId", str)
RowId = NewType("RowId", str)
ResultId = NewType("ResultId", str)
AimId = NewType("AimId", str)
ReadingId = NewType("ReadingId", str)
ItemId = NewType("ItemId", str)
SourceId = NewType("SourceId", str)
Digest = NewType("Digest", str)

DONT_KNOW = OptionId("dont_know")
OUT_OF_SCOPE = ResultId("out-of-scope")
