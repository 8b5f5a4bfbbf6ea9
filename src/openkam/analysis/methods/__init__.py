"""How measures become order: Pareto, whale curve, scorecard, tiers, alarms, forecasts."""
