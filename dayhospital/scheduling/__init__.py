"""When and where: working calendar, cycle dates, treatment days and offers; pure and picklable."""
