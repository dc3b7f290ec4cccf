"""What a survey is: a stated subset of SurveyJS JSON, read, checked and walked through. Pure, but for `checking`."""
