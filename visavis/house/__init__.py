"""The house: teams and people of the company, and who may do what in Visavis."""
