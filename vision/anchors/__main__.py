"""`python -m vision.anchors FOLDER`; see `from_portraits`."""

import sys

from vision.anchors.from_portraits import main

sys.exit(main(sys.argv[1:]))
