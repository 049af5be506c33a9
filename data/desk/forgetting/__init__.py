"""A person is struck from everything kept: found, confirmed place by place, and gone."""
