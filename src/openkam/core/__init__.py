"""Words that every room uses: money, periods, problems."""
