"""The services that plans have terms for, by id, with their English labels, and which of them belong together."""

SERVICES = {
    "physical_therapy": "Physical therapy",
    "occupational_therapy": "Occupational therapy",
    "speech_therapy": "Speech therapy",
    "audiology": "Audiology (hearing)",
    "cognitive_therapy": "Cognitive therapy",
    "chiropractic": "Chiropractic",
    "osteopathic_manipulation": "Osteopathic manipulation",
    "acupuncture": "Acupuncture",
    "massage_therapy": "Massage therapy",
    "dietitian": "Dietitian (nutrition counseling)",
    "cardiac_rehabilitation": "Cardiac rehabilitation",
    "pulmonary_rehabilitation": "Pulmonary rehabilitation",
    "respiratory_therapy": "Respiratory therapy",
    "behavior_analysis": "Applied behavior analysis",
    "mental_health": "Mental health visit",
    "advanced_imaging": "MRI, CT or PET scan",
    "x_ray": "X-ray",
    "ultrasound": "Ultrasound",
    "laboratory": "Laboratory work",
    "primary_care": "Primary care visit",
    "specialist": "Specialist visit",
    "preventive_care": "Preventive care",
    "education": "Health education (such as diabetes)",
    "urgent_care": "Urgent care",
    "emergency": "Emergency room",
    "ambulance": "Ambulance",
    "outpatient_facility": "Hospital outpatient facility fee",
    "outpatient_surgery": "Outpatient surgery",
    "inpatient": "Hospital stay",
    "inpatient_physician": "Physician during a hospital stay",
    "inpatient_rehabilitation": "Inpatient rehabilitation",
    "skilled_nursing": "Skilled nursing facility",
    "home_health": "Home health care",
    "maternity": "Routine care in pregnancy",
    "anesthesia": "Anesthesia",
    "drug_tier_1": "Drugs, tier 1 (generic)",
    "drug_tier_2": "Drugs, tier 2 (preferred brand)",
    "drug_tier_3": "Drugs, tier 3 (other brand)",
    "drug_tier_4": "Drugs, tier 4 (specialty)",
    "equipment": "Medical equipment",
    "hearing_aid": "Hearing aid",
    "other": "Other service",
}

# Disciplines of which some plans take one copay, or count one visit, for all that fall on one day.
THERAPIES = ("physical_therapy", "occupational_therapy", "speech_therapy")

# Diagnostic services and those of 42 USC 300gg-132(b) whose protection cannot be signed away.
ANCILLARY = ("advanced_imaging", "x_ray", "ultrasound", "laboratory", "anesthesia")

# Billed beside a visit, so that it uses up no visit of its own.
FACILITY_FEE = "outpatient_facility"
