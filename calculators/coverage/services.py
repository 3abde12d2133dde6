"""The services that plans have terms for, by id, with their English labels."""

SERVICES = {
    "physical_therapy": "Physical therapy",
    "occupational_therapy": "Occupational therapy",
    "speech_therapy": "Speech therapy",
    "chiropractic": "Chiropractic",
    "acupuncture": "Acupuncture",
    "advanced_imaging": "MRI, CT or PET scan",
    "x_ray": "X-ray",
    "laboratory": "Laboratory work",
    "primary_care": "Primary care visit",
    "specialist": "Specialist visit",
}
