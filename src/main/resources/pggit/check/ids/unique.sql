-- the database keeps IDs unique
-- holds: a unique index holds the IDs
-- means: If the same ID is ever given out twice, both are stored and nobody notices
SELECT lab.commit('unique', 'there');
-- session admin
SELECT 'nowhere, or in views: what is behind them cannot be told by names' AS inapplicable
 WHERE NOT EXISTS (SELECT FROM lab.id_columns() AS c JOIN pg_class AS t ON t.oid = c.relation
                    WHERE t.relkind IN ('r', 'p'));
SELECT 'neither pggit.trinity_ids nor pggit.commits has a unique index on the ID' AS finding
 WHERE NOT EXISTS (
   SELECT FROM lab.id_columns() AS c
     JOIN pg_index AS i ON i.indrelid = c.relation
     JOIN pg_attribute AS a ON a.attrelid = c.relation AND a.attname = c.attname AND a.attnum = i.indkey[0]
    WHERE i.indisunique AND i.indisvalid AND i.indnkeyatts = 1 AND i.indpred IS NULL);
