"""Gives jupyter_client a reserved, warm process where it would start a new interpreter; all else stays its own."""

from __future__ import annotations

import asyncio
import os
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

from jupyter_client.provisioning.factory import KernelProvisionerFactory
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from analysis.publish.making import kernels

NAME = "civcas-warm"
PAUSE = 0.005  # seconds between two looks at a kernel that is to end


class WarmProvisioner(LocalProvisioner):
    """Hands out the reserved process; where none is reserved, or after a restart, kernels start cold as ever."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Let the reserved process be the kernel; returns its connection."""
        process = kernels.take()
        if process is None:
            return await super().launch_kernel(cmd, **kwargs)
        env = {**(kwargs.get("env") or os.environ), "JPY_PARENT_PID": str(os.getpid())}
        launcher = ["ipykernel_launcher.py", *cmd[cmd.index("-f") :]]
        process.start(launcher, env, str(kwargs.get("cwd") or Path.cwd()))
        self.process, self.pid, self.pgid = process, process.pid, None  # type: ignore[assignment]
        return self.connection_info

    async def wait(self) -> int | None:
        """Wait for the kernel's end, looking more often than the library does."""
        while self.process and self.process.poll() is None:
            await asyncio.sleep(PAUSE)
        return await super().wait()


def use() -> None:
    """Let every kernel that this process starts be the reserved one."""
    factory = KernelProvisionerFactory.instance()
    entry = EntryPoint(NAME, f"{__name__}:{WarmProvisioner.__name__}", factory.GROUP_NAME)
    factory.provisioners[NAME] = entry
    factory.default_provisioner_name = NAME
