"""What people answered to red flags: acknowledged with a reason, a strength set against them, limits by tier."""
