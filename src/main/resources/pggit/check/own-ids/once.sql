-- an ID brought along is not taken twice
-- needs: own_ids
-- holds: the second one is refused, the first one stays as it is
-- means: Whoever brings an ID along looks for the commit under it, and finds another or none
\set branch twice
\set where ''
\set id own-check-twice-0000000 :n
\ir twice.inc
\set branch twice-other
\set where ' on another branch'
\set id own-check-twice-other-0000000 :n
\ir twice.inc
