"""Speaking to a kernel as soon as it listens."""

from __future__ import annotations

import asyncio
from queue import Empty

from jupyter_client.asynchronous.client import AsyncKernelClient

ANSWER, HEARD = 1.0, 0.2  # seconds to wait for an answer, and for the first word on the channel of outputs


class ReadyClient(AsyncKernelClient):
    """A client that is ready when its kernel has answered and its outputs are heard.

    The library then waits for a fifth of a second of silence, to drop what the kernel has said so far. There is no
    need: what does not answer a cell is dropped by whoever runs the cell.
    """

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait until the kernel can be asked to run a cell.

        Raises
        ------
        RuntimeError
            When it ends before, or does not answer in time.
        """
        try:
            async with asyncio.timeout(timeout):
                while not await self._answers():
                    if not await self.is_alive():
                        raise RuntimeError("the kernel died before it answered")
        except TimeoutError:
            raise RuntimeError(f"the kernel did not answer in {timeout:g} seconds") from None

    async def _answers(self) -> bool:
        """Ask the kernel what it is; return whether it answered on both channels."""
        self.kernel_info()
        try:
            reply = await self.get_shell_msg(timeout=ANSWER)
            await self.get_iopub_msg(timeout=HEARD)
        except Empty:
            return False
        if reply["msg_type"] != "kernel_info_reply":
            return False
        self._handle_kernel_info_reply(reply)
        return True
