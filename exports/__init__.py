"""What leaves the building: workbooks, CSV and the proof that they are complete."""
