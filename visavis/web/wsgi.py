"""What a web server loads: the workspace of the home that VISAVIS_HOME names."""

from visavis.web.serving import application_of_home

application = application_of_home()
