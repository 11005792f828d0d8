"""Thresholds of the evidence judge for an operator's own documents, by their probe questions."""

from assistant.calibration import choosing, stored
from assistant.calibration.asking import Asker, Probed, check
from assistant.calibration.probes import Probe, counts, read_probes

__all__ = ["Asker", "Probe", "Probed", "check", "choosing", "counts", "read_probes", "stored"]
