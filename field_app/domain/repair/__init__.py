"""The repair sheet 客户维修记录单: one service case from the first call to the supervisor's sign-off, a chapter a file."""
