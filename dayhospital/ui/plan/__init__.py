"""Plan a course: setting and regimen, dates, slots, confirm; one undoable step at the end."""
