"""One client out of many records: normalise, block, score, cluster. Tables in, tables out; ids are minted by the database."""
