import AnnotationEngine
import Interchange
import Workstation

print("gloss")
