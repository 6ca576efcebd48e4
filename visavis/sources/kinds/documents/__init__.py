"""Documents: PDF and HTML, of which the text is read page by page. The connector is `delivery.arrived` and `opening.open_document`."""
