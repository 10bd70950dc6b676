"""Referral, case, team, plan and answers, and who may see what of them."""
