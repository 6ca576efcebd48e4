"""What one of us promises in a reply: the sentence, how firmly, what is to be done, by when. French and English, by a grammar."""
