"""The model: what is compared and what each agreement weighs; where it starts, what data and answers teach it, as a file."""
