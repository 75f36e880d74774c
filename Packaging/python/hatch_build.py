"""Says for which systems the wheel is: it contains a program, and a package of plain Python beside it."""

import platform

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

MACHINE = platform.machine()

# A static program needs no C library, so that one wheel serves the systems with glibc and those with musl.
PLATFORMS = [f"manylinux_2_17_{MACHINE}", f"manylinux2014_{MACHINE}", f"musllinux_1_1_{MACHINE}"]


class ProgramWheel(BuildHookInterface):
    def initialize(self, version, build_data):
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{'.'.join(PLATFORMS)}"
