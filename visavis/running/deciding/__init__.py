"""What people decide about identities: at once on the client's page, and in every run after, until it is taken back."""

from visavis.running.deciding.again import carry_out_again as carry_out_again
from visavis.running.deciding.linking import cannot_link as cannot_link
from visavis.running.deciding.linking import must_link as must_link
from visavis.running.deciding.merging import merge as merge
from visavis.running.deciding.parting import part as part
from visavis.running.deciding.undoing import undo as undo
from visavis.running.deciding.undoing import undo_merge as undo_merge
