"""The room of the OCR engines: one engine a file, found by its name. The door is `recognise`."""
